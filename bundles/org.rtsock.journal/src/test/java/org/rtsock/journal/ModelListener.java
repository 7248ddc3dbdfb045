// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordView;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;

/// A listener that holds what it was told, index to mtu, and finds fault with every record that does not fit what it holds.
final class ModelListener implements ReportListener {
    private static final IfdCodec CODEC = new IfdCodec();

    final Map<Integer, Integer> held = new HashMap<>();
    final FieldReader fields = new FieldReader();
    volatile long cursor;
    volatile int wakeups;
    int resets;
    int deletes;
    int adds;
    int changes;

    /// As if it had stopped where another one is now.
    static ModelListener resuming(ModelListener other) {
        ModelListener copy = new ModelListener();
        copy.held.putAll(other.held);
        copy.cursor = other.cursor;
        return copy;
    }

    @Override
    public void readable() {
        wakeups++;
    }

    @Override
    public long cursor() {
        return cursor;
    }

    ModelListener drain(RecordView view, long to) {
        long from = cursor;
        if (from > 0 && from < view.floor()) {
            held.clear();
            from = 0;
            resets++;
        }
        for (RecordCursor records = view.deletes(from, to); records.next(); ) {
            Ifd gone = take(records, from, to);
            assertEquals(Operation.DELETE.number(), Frame.operation(records.buffer(), records.offset()));
            assertNotNull(held.remove(gone.index()), () -> "delete of " + gone + ", which the listener does not hold");
            deletes++;
        }
        for (RecordCursor records = view.values(from, to); records.next(); ) {
            Ifd value = take(records, from, to);
            boolean add = Frame.born(records.buffer(), records.offset()) > from;
            boolean known = held.put(value.index(), value.mtu()) != null;
            assertTrue(add != known, () -> (add ? "add of the known " : "change of the unknown ") + value);
            adds += add ? 1 : 0;
            changes += add ? 0 : 1;
        }
        cursor = to;
        return this;
    }

    private Ifd take(RecordCursor records, long from, long to) {
        long version = Frame.kernelVersion(records.buffer(), records.offset());
        assertTrue(version > from && version <= to, () -> "record of version " + version + " in a cut from " + from + " to " + to);
        return CODEC.decode(fields.resetToFrame(records.buffer(), records.offset()));
    }
}
