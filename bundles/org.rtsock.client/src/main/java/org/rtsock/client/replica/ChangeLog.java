// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.Frame;
import org.rtsock.client.FrameReader;

/// What a cut changes, while somebody wants to know. Owned by the thread that reads.
final class ChangeLog {
    private static final Cause UNKNOWN = new Cause.Request("?", 0, 0);

    private List<Change> deletes = new ArrayList<>();
    private List<Change> values = new ArrayList<>();
    private boolean wanted;
    private boolean outOfOrder;

    // The cause that was made last: what one commit did has one, and that is often thousands of records.
    private Cause cause = UNKNOWN;
    private long origin;
    private int pid;
    private int seq;
    private int driver;

    /// A cut begins.
    void begin(boolean somebodyListens) {
        deletes = new ArrayList<>();
        values = new ArrayList<>();
        wanted = somebodyListens;
        outOfOrder = false;
    }

    boolean wanted() {
        return wanted;
    }

    /// A record that came says so.
    ///
    /// @param table of a route
    void add(
            Operation operation,
            MessageType type,
            @Nullable Object before,
            @Nullable Object after,
            RtTable.@Nullable Key table,
            FrameReader record) {
        if (wanted) {
            List<Change> part = operation == Operation.DELETE ? deletes : values;
            part.add(new Change(operation, type, before, after, table, record.version(), cause(record)));
        }
    }

    /// An object is not among all there is.
    void addMissing(MessageType type, Object before, RtTable.@Nullable Key table, long version) {
        if (wanted) {
            outOfOrder = true;
            deletes.add(new Change(Operation.DELETE, type, before, null, table, version, UNKNOWN));
        }
    }

    /// What was heard of a type in this cut is void.
    void forget(MessageType type) {
        deletes.removeIf(change -> change.type().equals(type));
        values.removeIf(change -> change.type().equals(type));
    }

    /// All of the cut, in its order. Only once.
    List<Change> changes() {
        if (outOfOrder) {
            deletes.sort(Comparator.comparing(Change::type).reversed());
        }
        List<Change> all = deletes;
        if (all.isEmpty()) {
            all = values;
        } else {
            all.addAll(values);
        }
        return Collections.unmodifiableList(all);
    }

    private Cause cause(FrameReader record) {
        int byDriver = record.flags() & Frame.FLAG_DRIVER;
        if (record.origin() != origin || record.pid() != pid || record.seq() != seq || byDriver != driver) {
            origin = record.origin();
            pid = record.pid();
            seq = record.seq();
            driver = byDriver;
            cause = record.cause();
        }
        return cause;
    }
}
