// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reporters under one type. Added and called under the kernel's lock; a registration may be closed on any thread.
final class SinkList {
    private static final Logger LOG = LoggerFactory.getLogger(SinkList.class);

    private final MessageType type;
    private final Runnable detached;
    /// Replaced as a whole, never changed: walking it for each route of a commit makes no object.
    private volatile AttachedSink[] sinks = {};

    /// @param detached called for each reporter that is taken off because it threw
    SinkList(MessageType type, Runnable detached) {
        this.type = type;
        this.detached = detached;
    }

    Registration add(ReportSink sink) {
        AttachedSink attached = new AttachedSink(sink);
        synchronized (this) {
            sinks = Arrays.copyOf(sinks, sinks.length + 1);
            sinks[sinks.length - 1] = attached;
        }
        return attached;
    }

    private synchronized void remove(AttachedSink gone) {
        sinks = Arrays.stream(sinks).filter(attached -> attached != gone).toArray(AttachedSink[]::new);
    }

    boolean isEmpty() {
        return sinks.length == 0;
    }

    void report(Report report) {
        for (AttachedSink attached : sinks) {
            if (!attached.closed) {
                try {
                    report.to(attached.sink);
                } catch (Throwable e) {
                    detach(attached, describe(report), e);
                }
            }
        }
    }

    void report(Operation operation, int slot, RouteRow route, long version, long born, Cause cause) {
        for (AttachedSink attached : sinks) {
            if (!attached.closed) {
                try {
                    attached.sink.report(operation, slot, route, version, born, cause);
                } catch (Throwable e) {
                    detach(attached, operation + " of " + route.route().key().text(), e);
                }
            }
        }
    }

    void published(long version) {
        for (AttachedSink attached : sinks) {
            if (!attached.closed) {
                try {
                    attached.sink.published(version);
                } catch (Throwable e) {
                    detach(attached, "the end of version " + version, e);
                }
            }
        }
    }

    /// A reporter that throws has lost a report, whatever it threw: it is of no use any more, and must not stop the kernel. Whoever reads
    /// its records learns of it before the version is published.
    private void detach(AttachedSink attached, String at, Throwable thrown) {
        attached.close();
        detached.run();
        LOG.error(
                "message type {} ({}): reporter {} failed at {} and is detached",
                type.word(), type.number(), PlugIn.describe(attached.sink), at, thrown);
        try {
            attached.sink.detached(thrown);
        } catch (Throwable e) {
            LOG.error("reporter {} failed when it was told that it is detached", PlugIn.describe(attached.sink), e);
        }
    }

    /// A key's text may be a plug-in's work too.
    private static String describe(Report report) {
        try {
            return report.operation() + " of " + report.object().key().text();
        } catch (Throwable e) {
            return report.operation() + " of an object whose key has no text (" + e.getClass().getName() + ")";
        }
    }

    /// A reporter on its list. Closing does not wait for a call that is under way, so that it never blocks; no further one begins.
    private final class AttachedSink implements Registration {
        private final ReportSink sink;
        private volatile boolean closed;

        AttachedSink(ReportSink sink) {
            this.sink = sink;
        }

        @Override
        public void close() {
            closed = true;
            remove(this);
        }
    }
}
