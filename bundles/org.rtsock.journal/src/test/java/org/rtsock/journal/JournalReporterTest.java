// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;

/// What a cut holds: the rules of values and deletes, one by one.
final class JournalReporterTest {
    private final SimulatedKernel kernel = SimulatedKernel.withTinyBlocks();

    @Test
    void recordIsAWholeFrame() {
        JournalReporter<Ifd> reporter = kernel.reporter;
        Cause cause = new Cause.Request("unix", 4711, 12);
        reporter.report(Operation.ADD, 0, SimulatedKernel.device(7, 1500), 5, 5, cause);
        reporter.report(Operation.CHANGE, 0, SimulatedKernel.device(7, 9000), 6, 5, cause);
        RecordReader reader = new ModelListener(reporter).reader;
        reader.hold(6);
        RecordCursor records = reader.values(0, 6);
        assertTrue(records.next());
        int at = records.offset();
        assertEquals(MessageType.IFDEV.number(), Frame.type(records.buffer(), at));
        assertEquals(Operation.CHANGE.number(), Frame.operation(records.buffer(), at));
        assertEquals(6, Frame.kernelVersion(records.buffer(), at));
        assertEquals(5, Frame.born(records.buffer(), at));
        assertEquals(cause, Frame.cause(records.buffer(), at));
        assertFalse(records.next());
        assertFalse(records.next(), "a cursor stays at its end");
    }

    @Test
    void snapshotHoldsTheNewestValueOfEachObject() {
        kernel.commit(() -> put(1, 2, 3));
        kernel.commit(() -> put(2));
        kernel.commit(() -> kernel.delete(3));
        ModelListener late = drained(new ModelListener(kernel.reporter));
        assertEquals(Map.of(1, 1, 2, 4), late.held);
        assertEquals(2, late.adds);
        assertEquals(0, late.deletes);
    }

    @Test
    void lateListenerSeesSnapshotThenStream() {
        kernel.commit(() -> put(1, 2));
        ModelListener listener = drained(new ModelListener(kernel.reporter));
        kernel.commit(() -> put(2, 3));
        drained(listener);
        assertEquals(3, listener.adds);
        assertEquals(1, listener.changes);
    }

    @Test
    void emptyCutHoldsNothing() {
        kernel.commit(() -> put(1));
        RecordReader reader = new ModelListener(kernel.reporter).reader;
        reader.hold(1);
        assertFalse(reader.values(1, 1).next());
        assertFalse(reader.deletes(1, 1).next());
    }

    @Test
    void valueSupersededInItsOwnCommitIsNeverTold() {
        kernel.commit(() -> put(1, 1, 1));
        ModelListener listener = drained(new ModelListener(kernel.reporter));
        assertEquals(1, listener.adds);
        assertEquals(0, listener.changes);
    }

    @Test
    void objectThatCameAndWentInOneCommitLeavesNothing() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener(kernel.reporter));
        kernel.commit(() -> {
            put(2, 2);
            kernel.delete(2);
        });
        drained(listener);
        assertEquals(0, listener.deletes);
        assertEquals(0, kernel.counter("tombstones"));
    }

    @Test
    void slowListenerHearsOnlyTheLastOfManyChanges() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener(kernel.reporter));
        for (int i = 0; i < 10; i++) {
            kernel.commit(() -> put(1));
        }
        drained(listener);
        assertEquals(1, listener.changes);
    }

    @Test
    void transientLifeIsNotToldToWhomeverMissedIt() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener(kernel.reporter));
        kernel.commit(() -> put(2));
        kernel.commit(() -> kernel.delete(2));
        drained(listener);
        assertEquals(0, listener.deletes);
        assertEquals(1, listener.adds);
    }

    @Test
    void deleteIsOwedThoughALaterLifeFollowed() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener(kernel.reporter));
        kernel.commit(() -> kernel.delete(1));
        kernel.commit(() -> put(1));
        kernel.commit(() -> kernel.delete(1));
        kernel.commit(() -> put(1));
        drained(listener);
        assertEquals(1, listener.deletes);
        assertEquals(2, listener.adds);
    }

    @Test
    void deleteAndAddInOneCommitAreBothTold() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener(kernel.reporter));
        kernel.commit(() -> {
            kernel.delete(1);
            kernel.put(1);
        });
        drained(listener);
        assertEquals(1, listener.deletes);
        assertEquals(2, listener.adds);
    }

    @Test
    void earlierVersionThanTheNewestIsServed() {
        SimulatedKernel roomy = new SimulatedKernel(SimulatedKernel.bounds(10, 10), BlockSizes.DEFAULT);
        for (int index = 1; index <= 3; index++) {
            int other = index;
            roomy.commit(() -> {
                roomy.put(0);
                roomy.put(other);
                roomy.delete(other - 2);
            });
        }
        ModelListener listener = new ModelListener(roomy.reporter);
        for (int version = 1; version <= 3; version++) {
            assertEquals(roomy.states.get(version), listener.drain(version).held);
        }
    }

    @Test
    void objectTooLargeForAFrameLeavesTheJournalAsItWas() {
        kernel.commit(() -> put(1));
        Ifd large = new Ifd(1, "x".repeat(Frame.MAX_PAYLOAD), MacAddress.NONE, 1500, true, true, "ether");
        RoutingException refused = assertThrows(
                RoutingException.class,
                () -> kernel.reporter.report(Operation.CHANGE, 0, large, 2, 1, new Cause.Driver("test")));
        assertEquals(Errno.EMSGSIZE, refused.errno());
        kernel.commit(() -> put(2));
        assertEquals(Map.of(1, 1, 2, 2), drained(new ModelListener(kernel.reporter)).held);
    }

    @Test
    void frameLargerThanABlockGetsABlockOfItsOwn() {
        JournalReporter<Ifd> reporter = kernel.reporter;
        Ifd large = new Ifd(1, "x".repeat(10_000), MacAddress.NONE, 1500, true, true, "ether");
        reporter.report(Operation.ADD, 0, large, 1, 1, new Cause.Driver("test"));
        RecordReader reader = new ModelListener(reporter).reader;
        reader.hold(1);
        RecordCursor records = reader.values(0, 1);
        assertTrue(records.next());
        assertEquals(large, new IfdCodec().decode(new FieldReader().resetToFrame(records.buffer(), records.offset())));
    }

    @Test
    void reportsThatNoKernelMakesAreRefused() {
        refused(Operation.ADD, 0, 5, 5, false);
        refused(Operation.CHANGE, 0, 4, 4, true);
        refused(Operation.CHANGE, 0, 6, 7, true);
        refused(Operation.CHANGE, 0, 6, 0, true);
        refused(Operation.GET, 0, 6, 5, true);
        refused(Operation.CHANGE, ReportSink.NO_SLOT, 6, 5, true);
        refused(Operation.DELETE, -2, 6, 5, true);
    }

    private void refused(Operation operation, int slot, long version, long born, boolean expected) {
        Executable report = () -> kernel.reporter.report(
                operation, slot, SimulatedKernel.device(1, 1500), version, born, new Cause.Driver("test"));
        if (expected) {
            assertThrows(IllegalArgumentException.class, report);
        } else {
            assertDoesNotThrow(report);
        }
    }

    @Test
    void replayedStateServesWhoStoppedAtOrAboveItsFloor() {
        Cause cause = new Cause.Driver("test");
        JournalReporter<Ifd> returned = new JournalReporter<>(Ifd.class, new IfdCodec(), SimulatedKernel.bounds(10, 10));
        returned.attached(4);
        returned.report(Operation.DELETE, ReportSink.NO_SLOT, SimulatedKernel.device(1, 1), 6, 2, cause);
        returned.report(Operation.CHANGE, 0, SimulatedKernel.device(2, 2), 8, 3, cause);
        returned.report(Operation.ADD, 1, SimulatedKernel.device(3, 3), 9, 9, cause);
        returned.published(11);
        assertEquals(4, returned.read().get("floor"));

        ModelListener listener = ModelListener.resuming(returned, Map.of(1, 1, 2, 1), 4);
        listener.reader.hold(11);
        assertEquals(11, listener.reader.compactedAt(), "earlier states were never here");
        listener.drain(11);
        assertEquals(Map.of(2, 2, 3, 3), listener.held);
        assertEquals(0, listener.resets);

        ModelListener older = ModelListener.resuming(returned, Map.of(1, 1, 2, 1), 3);
        assertEquals(0, older.reader.cursor());
        older.drain(11);
        assertEquals(Map.of(2, 2, 3, 3), older.held);
        assertEquals(1, older.resets);
    }

    @Test
    void slotStandsForAnotherObjectAfterADelete() {
        Cause cause = new Cause.Driver("test");
        kernel.reporter.report(Operation.ADD, 3, SimulatedKernel.device(1, 1), 1, 1, cause);
        kernel.reporter.published(1);
        ModelListener listener = new ModelListener(kernel.reporter).drain(1);
        kernel.reporter.report(Operation.DELETE, 3, SimulatedKernel.device(1, 1), 2, 1, cause);
        kernel.reporter.report(Operation.ADD, 3, SimulatedKernel.device(2, 5), 2, 2, cause);
        kernel.reporter.published(2);
        assertEquals(Map.of(2, 5), listener.drain(2).held);
        assertEquals(Map.of(2, 5), new ModelListener(kernel.reporter).drain(2).held);
        assertEquals(1, kernel.counter("live"));
    }

    @Test
    void listenersAreWokenUntilTheirRegistrationIsClosed() {
        ModelListener first = new ModelListener(kernel.reporter);
        kernel.reporter.register(broken(), 0);
        ModelListener second = new ModelListener(kernel.reporter);
        kernel.commit(() -> put(1));
        first.reader.close();
        first.reader.close();
        kernel.commit(() -> put(2));
        assertEquals(1, first.wakeups);
        assertEquals(2, second.wakeups, "a broken listener does not keep the others from being woken");
        assertEquals(2, kernel.counter("listeners"));
    }

    @Test
    void closedReporterHasNobodyOnItsListAndStillItsRecords() {
        ModelListener listener = new ModelListener(kernel.reporter);
        kernel.commit(() -> put(1));
        kernel.reporter.close();
        kernel.reporter.close();
        assertEquals(0, kernel.counter("listeners"));
        assertEquals(Map.of(1, 1), drained(listener).held);
    }

    @Test
    void boundsThatDoNotFitAreRefusedByName() {
        assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, () -> new JournalBounds(0, 0, 1 << 20)).errno());
        String window = assertThrows(RoutingException.class, () -> new JournalBounds(11, 10, 1 << 20)).getMessage();
        assertTrue(window.contains("resumeWindow 11"), window);
        String held = assertThrows(RoutingException.class, () -> new JournalBounds(1, 10, 1000)).getMessage();
        assertTrue(held.contains("maxHeldBytes 1000"), held);
    }

    private void put(int... indexes) {
        for (int index : indexes) {
            kernel.put(index);
        }
    }

    /// Drains to the newest version and finds the listener in that state.
    private ModelListener drained(ModelListener listener) {
        listener.drain(kernel.version());
        assertEquals(kernel.states.getLast(), listener.held);
        return listener;
    }

    private static ReportListener broken() {
        return new ReportListener() {
            @Override
            public void readable() {
                throw new NoClassDefFoundError("missing on purpose");
            }

            @Override
            public int id() {
                return 0;
            }
        };
    }
}
