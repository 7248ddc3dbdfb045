// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench.micro;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RouteRow;

/// A kernel that only holds the reporter that attached to it, so that a benchmark can be the one that reports.
final class SinkHolder implements Kernel {
    private @Nullable ReportSink sink;
    private long version;

    ReportSink sink() {
        ReportSink attached = sink;
        if (attached == null) {
            throw new IllegalStateException("no reporter has attached");
        }
        return attached;
    }

    /// Ends a commit.
    long publish(long next) {
        version = next;
        sink().published(next);
        return next;
    }

    @Override
    public Registration attach(ReportSink reporter) {
        sink = reporter;
        reporter.attached(0);
        reporter.published(0);
        return () -> sink = null;
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long commit(Cause cause, Consumer<? super Transaction> work) {
        throw new UnsupportedOperationException("nothing is stored here");
    }

    @Override
    public @Nullable Route lookup(int table, IpAddress destination) {
        return null;
    }

    @Override
    public RouteLookup lookup(int table, Family family) {
        return (_, _) -> null;
    }

    @Override
    public @Nullable Route find(int table, Prefix prefix) {
        return null;
    }

    @Override
    public @Nullable Route resolve(Cause cause, int table, IpAddress destination) {
        return null;
    }

    @Override
    public Route losing(Cause cause, int table, IpAddress destination) {
        throw new UnsupportedOperationException("nothing is stored here");
    }

    @Override
    public long redirect(Cause cause, Redirect redirect) {
        throw new UnsupportedOperationException("nothing is stored here");
    }

    @Override
    public Registration onEvent(Consumer<? super RouteEvent> listener) {
        return () -> {};
    }

    @Override
    public void walk(int table, Prefix within, Consumer<? super RouteRow> visitor) {
        // Nothing is stored here.
    }
}
