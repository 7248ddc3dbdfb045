// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Registration;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;

/// One socket's place on the listener list of one type. It outlives the reporter: while there is none, it remembers how far the socket has
/// read, so that a reporter that returns gives the socket what it missed.
///
/// All but [#cursor] is guarded by the lock of the [Subscription] that owns the entry. The cursor is volatile because a journal asks for
/// it on the committing thread, which must not wait for that lock.
final class ListEntry implements ReportListener {
    private final MessageType type;
    private final Runnable wakeup;
    private volatile long cursor;
    private boolean reset;
    /// [Reporter#reports()] at the last cut, -1 before the first from this reporter.
    private long heard = -1;
    private long coalesced;
    private @Nullable Reporter reporter;
    private @Nullable Registration registration;

    /// @param cursor version from which the socket starts
    /// @param reset  whether the socket must first be told to forget what it holds of the type
    ListEntry(MessageType type, Runnable wakeup, long cursor, boolean reset) {
        this.type = type;
        this.wakeup = wakeup;
        this.cursor = cursor;
        this.reset = reset;
    }

    MessageType type() {
        return type;
    }

    /// The reporter on whose list this is, null when the type has none now.
    @Nullable Reporter reporter() {
        return reporter;
    }

    boolean resetDue() {
        return reset;
    }

    /// Registers with the reporter (RTS_REGISTER), once.
    void register(Reporter newcomer) {
        if (reporter == newcomer) {
            return;
        }
        unregister();
        registration = newcomer.register(this);
        reporter = newcomer;
        heard = -1;
    }

    /// Takes the entry off the list (RTS_UNREGISTER); its cursor stays.
    void unregister() {
        Registration held = registration;
        registration = null;
        reporter = null;
        if (held != null) {
            held.close();
        }
    }

    /// The socket has been given everything up to a version.
    ///
    /// What was reported since the last cut and not walked now was coalesced, apart from what was reported while the cut was begun: that is
    /// walked in a later one, so the sum is right whenever the reporter rests.
    void delivered(long version, CutSource source) {
        if (heard >= 0 && !source.reset()) {
            coalesced += source.reports() - heard - source.walked().count();
        }
        heard = source.reports();
        reset = false;
        cursor = version;
    }

    /// Changes that the socket was not given one by one.
    long coalesced() {
        return Math.max(0, coalesced);
    }

    @Override
    public void readable() {
        wakeup.run();
    }

    @Override
    public long cursor() {
        return cursor;
    }
}
