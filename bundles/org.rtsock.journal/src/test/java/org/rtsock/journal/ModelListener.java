// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;

/// A listener that holds what it was told, index to mtu, and finds fault with every record that does not fit what it holds.
final class ModelListener implements ReportListener {
    private static final IfdCodec CODEC = new IfdCodec();
    private static final AtomicInteger IDS = new AtomicInteger();

    final Map<Integer, Integer> held = new HashMap<>();
    final RecordReader reader;
    private final FieldReader fields = new FieldReader();
    private final int id = IDS.incrementAndGet();
    volatile int wakeups;
    int resets;
    int stales;
    int deletes;
    int adds;
    int changes;
    /// Where the present cut begins.
    private long from;

    ModelListener(Reporter reporter) {
        reader = reporter.register(this, 0);
    }

    private ModelListener(Reporter reporter, Map<Integer, Integer> state, long cursor) {
        held.putAll(state);
        reader = reporter.register(this, cursor);
    }

    /// One that was given a state before, and comes now.
    static ModelListener resuming(Reporter reporter, Map<Integer, Integer> state, long cursor) {
        return new ModelListener(reporter, state, cursor);
    }

    @Override
    public void readable() {
        wakeups++;
    }

    @Override
    public int id() {
        return id;
    }

    ModelListener drain(long to) {
        begin(() -> to);
        assertTrue(reader.compactedAt() <= to, "the journal cannot serve version " + to);
        return finish(to);
    }

    /// Takes hold of a version that the records serve.
    ///
    /// @param versions the newest one, asked for as often as it takes
    long begin(LongSupplier versions) {
        boolean reset = false;
        // Before the hold: afterwards it may have been lost again, which shows in the walk.
        long cursor = reader.cursor();
        long to;
        do {
            to = versions.getAsLong();
            reset |= !reader.hold(to);
        } while (reader.compactedAt() > to);
        from = reset ? 0 : cursor;
        if (reset) {
            held.clear();
            resets++;
        }
        return to;
    }

    /// Reads what was begun.
    ModelListener finish(long to) {
        takeDeletes(reader.deletes(from, to), to);
        takeValues(reader.values(from, to), to);
        reader.release(to);
        return this;
    }

    /// The same for one whose records may be taken away.
    ///
    /// @return whether it could read to the end
    boolean tryFinish(long to) {
        try {
            finish(to);
            return true;
        } catch (RoutingException e) {
            assertEquals(Errno.ESTALE, e.errno());
            stales++;
            return false;
        }
    }

    private void takeDeletes(RecordCursor records, long to) {
        while (records.next()) {
            Ifd gone = take(records, to);
            assertEquals(Operation.DELETE.number(), Frame.operation(records.buffer(), records.offset()));
            assertNotNull(held.remove(gone.index()), () -> "delete of " + gone + ", which the listener does not hold");
            deletes++;
        }
    }

    private void takeValues(RecordCursor records, long to) {
        while (records.next()) {
            Ifd value = take(records, to);
            boolean add = Frame.born(records.buffer(), records.offset()) > from;
            boolean known = held.put(value.index(), value.mtu()) != null;
            assertTrue(add != known, () -> (add ? "add of the known " : "change of the unknown ") + value);
            adds += add ? 1 : 0;
            changes += add ? 0 : 1;
        }
    }

    private Ifd take(RecordCursor records, long to) {
        long version = Frame.kernelVersion(records.buffer(), records.offset());
        assertTrue(version > from && version <= to, () -> "record of version " + version + " in a cut from " + from + " to " + to);
        return CODEC.decode(fields.resetToFrame(records.buffer(), records.offset()));
    }
}
