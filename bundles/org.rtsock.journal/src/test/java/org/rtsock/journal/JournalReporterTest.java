// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordView;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;

/// What a cut holds: the rules of values and deletes, one by one.
final class JournalReporterTest {
    private final SimulatedKernel kernel = SimulatedKernel.withTinyBlocks();

    @Test
    void recordIsAWholeFrame() {
        JournalReporter<Ifd> reporter = kernel.reporter;
        Cause cause = new Cause.Request("unix", 4711, 12);
        reporter.report(Operation.ADD, SimulatedKernel.device(7, 1500), 5, 5, cause);
        reporter.report(Operation.CHANGE, SimulatedKernel.device(7, 9000), 6, 5, cause);
        RecordCursor records = reporter.view().values(0, 6);
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
        ModelListener late = drained(new ModelListener());
        assertEquals(Map.of(1, 1, 2, 4), late.held);
        assertEquals(2, late.adds);
        assertEquals(0, late.deletes);
    }

    @Test
    void lateListenerSeesSnapshotThenStream() {
        kernel.commit(() -> put(1, 2));
        ModelListener listener = drained(new ModelListener());
        kernel.commit(() -> put(2, 3));
        drained(listener);
        assertEquals(3, listener.adds);
        assertEquals(1, listener.changes);
    }

    @Test
    void emptyCutHoldsNothing() {
        kernel.commit(() -> put(1));
        assertFalse(kernel.reporter.view().values(1, 1).next());
        assertFalse(kernel.reporter.view().deletes(1, 1).next());
    }

    @Test
    void valueSupersededInItsOwnCommitIsNeverTold() {
        kernel.commit(() -> put(1, 1, 1));
        ModelListener listener = drained(new ModelListener());
        assertEquals(1, listener.adds);
        assertEquals(0, listener.changes);
    }

    @Test
    void objectThatCameAndWentInOneCommitLeavesNothing() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener());
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
        ModelListener listener = drained(new ModelListener());
        for (int i = 0; i < 10; i++) {
            kernel.commit(() -> put(1));
        }
        drained(listener);
        assertEquals(1, listener.changes);
    }

    @Test
    void transientLifeIsNotToldToWhomeverMissedIt() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener());
        kernel.commit(() -> put(2));
        kernel.commit(() -> kernel.delete(2));
        drained(listener);
        assertEquals(0, listener.deletes);
        assertEquals(1, listener.adds);
    }

    @Test
    void deleteIsOwedThoughALaterLifeFollowed() {
        kernel.commit(() -> put(1));
        ModelListener listener = drained(new ModelListener());
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
        ModelListener listener = drained(new ModelListener());
        kernel.commit(() -> {
            kernel.delete(1);
            kernel.put(1);
        });
        drained(listener);
        assertEquals(1, listener.deletes);
        assertEquals(2, listener.adds);
    }

    @Test
    void viewServesAnEarlierVersionThanTheNewest() {
        SimulatedKernel roomy = new SimulatedKernel(new JournalBounds(10, 10), BlockSizes.DEFAULT);
        for (int index = 1; index <= 3; index++) {
            int other = index;
            roomy.commit(() -> {
                roomy.put(0);
                roomy.put(other);
                roomy.delete(other - 2);
            });
        }
        RecordView view = roomy.reporter.view();
        assertEquals(0, view.compactedAt());
        ModelListener listener = new ModelListener();
        for (int version = 1; version <= 3; version++) {
            assertEquals(roomy.states.get(version), listener.drain(view, version).held);
        }
    }

    @Test
    void objectTooLargeForAFrameLeavesTheJournalAsItWas() {
        kernel.commit(() -> put(1));
        Ifd large = new Ifd(1, "x".repeat(Frame.MAX_PAYLOAD), MacAddress.NONE, 1500, true, true, "ether");
        RoutingException refused = assertThrows(
                RoutingException.class,
                () -> kernel.reporter.report(Operation.CHANGE, large, 2, 1, new Cause.Driver("test")));
        assertEquals(Errno.EMSGSIZE, refused.errno());
        kernel.commit(() -> put(2));
        assertEquals(Map.of(1, 1, 2, 2), drained(new ModelListener()).held);
    }

    @Test
    void frameLargerThanABlockGetsABlockOfItsOwn() {
        JournalReporter<Ifd> reporter = kernel.reporter;
        Ifd large = new Ifd(1, "x".repeat(10_000), MacAddress.NONE, 1500, true, true, "ether");
        reporter.report(Operation.ADD, large, 1, 1, new Cause.Driver("test"));
        RecordCursor records = reporter.view().values(0, 1);
        assertTrue(records.next());
        assertEquals(large, new IfdCodec().decode(new ModelListener().fields.resetToFrame(records.buffer(), records.offset())));
    }

    @Test
    void reportsOutOfOrderAreRefused() {
        Ifd device = SimulatedKernel.device(1, 1500);
        Cause cause = new Cause.Driver("test");
        kernel.reporter.report(Operation.ADD, device, 5, 5, cause);
        assertThrows(IllegalArgumentException.class, () -> kernel.reporter.report(Operation.CHANGE, device, 4, 4, cause));
        assertThrows(IllegalArgumentException.class, () -> kernel.reporter.report(Operation.CHANGE, device, 6, 7, cause));
        assertThrows(IllegalArgumentException.class, () -> kernel.reporter.report(Operation.CHANGE, device, 6, 0, cause));
        assertThrows(IllegalArgumentException.class, () -> kernel.reporter.report(Operation.GET, device, 6, 5, cause));
    }

    @Test
    void replayedStateServesWhoStoppedAtOrAboveItsFloor() {
        Cause cause = new Cause.Driver("test");
        JournalReporter<Ifd> returned = new JournalReporter<>(Ifd.class, new IfdCodec(), new JournalBounds(10, 10));
        returned.attached(4);
        returned.report(Operation.DELETE, SimulatedKernel.device(1, 1), 6, 2, cause);
        returned.report(Operation.CHANGE, SimulatedKernel.device(2, 2), 8, 3, cause);
        returned.report(Operation.ADD, SimulatedKernel.device(3, 3), 9, 9, cause);
        returned.published(11);
        RecordView view = returned.view();
        assertEquals(4, view.floor());
        assertEquals(11, view.compactedAt(), "earlier states were never here");

        ModelListener listener = new ModelListener();
        listener.cursor = 4;
        listener.held.putAll(Map.of(1, 1, 2, 1));
        listener.drain(view, 11);
        assertEquals(Map.of(2, 2, 3, 3), listener.held);
        assertEquals(0, listener.resets);
    }

    @Test
    void listenersAreWokenUntilTheirRegistrationIsClosed() {
        ModelListener first = new ModelListener();
        ModelListener second = new ModelListener();
        Registration registration = kernel.reporter.register(first);
        kernel.reporter.register(broken());
        kernel.reporter.register(second);
        kernel.commit(() -> put(1));
        registration.close();
        registration.close();
        kernel.commit(() -> put(2));
        assertEquals(1, first.wakeups);
        assertEquals(2, second.wakeups, "a broken listener does not keep the others from being woken");
        assertEquals(2, kernel.counter("listeners"));
    }

    @Test
    void closedReporterHasNobodyOnItsListAndStillItsRecords() {
        ModelListener listener = new ModelListener();
        kernel.reporter.register(listener);
        kernel.commit(() -> put(1));
        kernel.reporter.close();
        kernel.reporter.close();
        assertEquals(0, kernel.counter("listeners"));
        assertEquals(Map.of(1, 1), drained(listener).held);
    }

    @Test
    void boundsThatDoNotFitAreRefusedByName() {
        assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, () -> new JournalBounds(0, 0)).errno());
        String message = assertThrows(RoutingException.class, () -> new JournalBounds(11, 10)).getMessage();
        assertTrue(message.contains("resumeWindow 11"), message);
    }

    private void put(int... indexes) {
        for (int index : indexes) {
            kernel.put(index);
        }
    }

    /// Drains to the newest version and finds the listener in that state.
    private ModelListener drained(ModelListener listener) {
        listener.drain(kernel.reporter.view(), kernel.version());
        assertEquals(kernel.states.getLast(), listener.held);
        return listener;
    }

    private static ReportListener broken() {
        return new ReportListener() {
            @Override
            public void readable() {
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public long cursor() {
                return 0;
            }
        };
    }
}
