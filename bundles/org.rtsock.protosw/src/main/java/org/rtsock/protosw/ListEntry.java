// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.Filter;

/// One socket's place on the listener list of one type. It outlives the reporter: while there is none, it remembers how far the socket has
/// read, so that a reporter that returns gives the socket what it missed.
///
/// Guarded by the lock of the [Subscription] that owns the entry, but for [#readable] and [#id], which need no state.
final class ListEntry implements ReportListener {
    private final MessageType type;
    private final int socket;
    private final Runnable wakeup;
    /// Version of the last cut that the socket was given. The reader's own cursor is the same, or 0 when it has lost its place; then the
    /// reader also says so, and the socket is told to start over.
    private long cursor;
    private boolean reset;
    /// By which filter the socket holds what it holds of the type: that of the last cut it was given.
    private Filter held;
    /// [org.rtsock.api.reporter.Reporter#reports()] at the last cut, -1 before the first from this reporter.
    private long heard = -1;
    private long coalesced;
    /// Both or none.
    private @Nullable ListedReporter reporter;
    private @Nullable RecordReader reader;

    /// @param socket number of the socket
    /// @param cursor version from which the socket starts
    /// @param reset  whether the socket must first be told to forget what it holds of the type
    /// @param held   filter by which the socket was given what it holds at the cursor
    ListEntry(MessageType type, int socket, Runnable wakeup, long cursor, boolean reset, Filter held) {
        this.type = type;
        this.socket = socket;
        this.wakeup = wakeup;
        this.cursor = cursor;
        this.reset = reset;
        this.held = held;
    }

    MessageType type() {
        return type;
    }

    /// The reporter on whose list this is, null when the type has none now.
    @Nullable ListedReporter reporter() {
        return reporter;
    }

    /// The place on its list.
    @Nullable RecordReader reader() {
        return reader;
    }

    /// Version up to which the socket has been given the type; 0 when it starts over.
    long cursor() {
        return reset ? 0 : cursor;
    }

    boolean resetDue() {
        return reset;
    }

    /// Whether the socket may hold something of the type.
    boolean isHeld() {
        return reset || cursor > 0;
    }

    /// The socket has been told to forget the type, and nothing since.
    void forgotten() {
        reset = false;
        cursor = 0;
    }

    Filter held() {
        return held;
    }

    /// Registers with the reporter (RTS_REGISTER). It must not be on a list.
    void register(ListedReporter newcomer) {
        reader = newcomer.reporter().register(this, cursor());
        reporter = newcomer;
        heard = -1;
    }

    /// Takes leave of the reporter; the cursor stays.
    ///
    /// @return the place on the list, for the caller to close (RTS_UNREGISTER); null when there was none
    @Nullable RecordReader unregister() {
        RecordReader left = reader;
        reader = null;
        reporter = null;
        return left;
    }

    /// The socket has been given everything up to a version.
    ///
    /// What was reported since the last cut and not walked now was coalesced, apart from what was reported while the cut was begun: that is
    /// walked in a later one, so the sum is right whenever the reporter rests.
    void delivered(long version, CutSource source, Filter filter) {
        // After a farewell it holds nothing, and begins anew with whoever comes.
        cursor = source.reporter().isFarewell() ? 0 : version;
        reset = false;
        held = filter;
        if (reader == source.reader()) {
            source.reader().release(version);
            if (heard >= 0 && !source.reset()) {
                coalesced += source.reports() - heard - source.walked();
            }
            heard = source.reports();
        } else if (reader != null && reporter != null) {
            // The reporter came while another one's records were read: its reader still stands where this cut began. Should it throw
            // now, the entry is on no list.
            ListedReporter newcomer = reporter;
            RecordReader early = reader;
            unregister();
            early.close();
            register(newcomer);
        }
    }

    /// The socket was given a part of a cut without its mark: nobody can say what it holds.
    void voided() {
        reset = true;
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
    public int id() {
        return socket;
    }
}
