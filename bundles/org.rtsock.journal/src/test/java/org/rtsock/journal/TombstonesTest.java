// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// For whom deletes are kept, and when they go.
final class TombstonesTest {
    private static final int WINDOW = 10;
    private static final int CAP = 40;

    private final SimulatedKernel kernel =
            new SimulatedKernel(SimulatedKernel.bounds(WINDOW, CAP), new BlockSizes(96, 384));

    @Test
    void resumeWindowKeepsTheNewestDeletesForNobodyInParticular() {
        kernel.commit(() -> kernel.put(1));
        flap(WINDOW / 2);
        assertEquals(0, kernel.counter("floor"));
        ModelListener away = backFrom(1).drain(kernel.version());
        assertEquals(0, away.resets);
    }

    @Test
    void outsideTheWindowTheFloorRises() {
        kernel.commit(() -> kernel.put(1));
        flap(3 * WINDOW);
        assertEquals(WINDOW, kernel.counter("tombstones"));
        long floor = kernel.counter("floor");
        assertTrue(floor > 1 && floor < kernel.version());
        ModelListener away = backFrom(1).drain(kernel.version());
        assertEquals(1, away.resets);
        assertEquals(kernel.states.getLast(), away.held);
        assertEquals(0, backFrom((int) floor).drain(kernel.version()).resets);
    }

    @Test
    void deletesThatAListenerHasNotReadAreKept() {
        kernel.commit(() -> putAll(3 * WINDOW));
        ModelListener slow = new ModelListener(kernel.reporter).drain(1);
        deleteEach(3 * WINDOW);
        assertEquals(3 * WINDOW, kernel.counter("tombstones"));
        assertEquals(1, kernel.counter("oldest.cursor"));
        assertEquals(slow.id(), kernel.counter("oldest.socket"));
        slow.drain(kernel.version());
        assertEquals(0, slow.resets);
        assertEquals(kernel.states.getLast(), slow.held);
    }

    @Test
    void transientsThatAListenerNeverSawAreNotKeptForIt() {
        kernel.commit(() -> kernel.put(1));
        ModelListener slow = new ModelListener(kernel.reporter).drain(1);
        kernel.commit(() -> kernel.delete(1));
        flap(3 * WINDOW);
        assertEquals(WINDOW + 1, kernel.counter("tombstones"), "the window, and what the listener holds");
        assertEquals(Map.of(), slow.drain(kernel.version()).held);
        assertEquals(0, slow.resets);
        assertEquals(1, slow.deletes);
    }

    @Test
    void deletesGoWhenTheListenerHasReadThem() {
        kernel.commit(() -> putAll(3 * WINDOW));
        ModelListener slow = new ModelListener(kernel.reporter).drain(1);
        deleteEach(3 * WINDOW);
        slow.drain(kernel.version());
        kernel.commit(() -> kernel.put(99));
        assertEquals(WINDOW, kernel.counter("tombstones"));
    }

    @Test
    void deletesGoWhenTheListenerLeaves() {
        kernel.commit(() -> putAll(3 * WINDOW));
        ModelListener slow = new ModelListener(kernel.reporter).drain(1);
        deleteEach(3 * WINDOW);
        slow.reader.close();
        kernel.commit(() -> kernel.put(99));
        assertEquals(WINDOW, kernel.counter("tombstones"));
    }

    @Test
    void deletesGoWhenTheListenerBetweenTwoOthersHasReadThem() {
        kernel.commit(() -> putAll(WINDOW));
        ModelListener first = new ModelListener(kernel.reporter).drain(1);
        kernel.commit(() -> {
            for (int i = 20; i < 25; i++) {
                kernel.put(i);
            }
        });
        ModelListener second = new ModelListener(kernel.reporter).drain(2);
        kernel.commit(() -> {
            for (int i = 20; i < 25; i++) {
                kernel.delete(i);
            }
            kernel.delete(0);
        });
        flap(2 * WINDOW);
        assertEquals(WINDOW + 6, kernel.counter("tombstones"));
        second.drain(kernel.version());
        flap(1);
        assertEquals(WINDOW + 1, kernel.counter("tombstones"), "the first never saw the five");
        assertEquals(kernel.states.getLast(), first.drain(kernel.version()).held);
    }

    @Test
    void listenerThatNeverReadHoldsNothing() {
        new ModelListener(kernel.reporter);
        kernel.commit(() -> putAll(3 * WINDOW));
        deleteEach(3 * WINDOW);
        assertEquals(WINDOW, kernel.counter("tombstones"));
    }

    @Test
    void firstCutHoldsTheDeletesAfterIt() {
        kernel.commit(() -> putAll(3 * WINDOW));
        ModelListener late = new ModelListener(kernel.reporter);
        late.begin(kernel::version);
        deleteEach(3 * WINDOW);
        assertEquals(3 * WINDOW, kernel.counter("tombstones"));
        late.finish(1);
        assertEquals(kernel.states.getLast(), late.drain(kernel.version()).held);
        assertEquals(0, late.resets);
    }

    @Test
    void versionThatTheFloorHasPassedIsNotWorthACut() {
        SimulatedKernel roomy = new SimulatedKernel(SimulatedKernel.bounds(WINDOW, CAP), BlockSizes.DEFAULT);
        roomy.commit(() -> roomy.put(1));
        ModelListener late = new ModelListener(roomy.reporter);
        for (int i = 0; i <= WINDOW; i++) {
            roomy.commit(() -> roomy.put(2));
            roomy.commit(() -> roomy.delete(2));
        }
        long floor = roomy.counter("floor");
        assertEquals(3, floor);
        late.reader.hold(floor - 1);
        assertEquals(floor, late.reader.compactedAt());
        late.reader.hold(floor);
        assertEquals(0, late.reader.compactedAt());
    }

    @Test
    void capHoldsWhoeverNeedsTheDeletes() {
        kernel.commit(() -> putAll(3 * CAP));
        ModelListener stalled = new ModelListener(kernel.reporter).drain(1);
        for (int i = 0; i < 2 * CAP; i++) {
            int index = i;
            kernel.commit(() -> kernel.delete(index));
            assertTrue(kernel.counter("tombstones") <= CAP);
        }
        assertEquals(0, stalled.reader.cursor());
        assertEquals(1, kernel.counter("expired"));
        assertEquals(WINDOW, kernel.counter("tombstones"), "who must start over anyway holds nothing");
        stalled.drain(kernel.version());
        assertEquals(1, stalled.resets);
        assertEquals(kernel.states.getLast(), stalled.held);
    }

    @Test
    void capHurtsOnlyThoseWhoNeedTheOldest() {
        kernel.commit(() -> putAll(3 * CAP));
        ModelListener stalled = new ModelListener(kernel.reporter).drain(1);
        for (int i = 0; i < CAP - 5; i++) {
            int index = i;
            kernel.commit(() -> kernel.delete(index));
        }
        ModelListener younger = new ModelListener(kernel.reporter).drain(kernel.version());
        for (int i = CAP; i < CAP + 10; i++) {
            int index = i;
            kernel.commit(() -> kernel.delete(index));
        }
        stalled.drain(kernel.version());
        younger.drain(kernel.version());
        assertEquals(1, stalled.resets);
        assertEquals(0, younger.resets);
        assertEquals(kernel.states.getLast(), younger.held);
    }

    @Test
    void capHoldsWithinOneCommit() {
        kernel.commit(() -> putAll(3 * CAP));
        ModelListener listener = new ModelListener(kernel.reporter).drain(1);
        kernel.commit(() -> {
            for (int i = 0; i < 3 * CAP; i++) {
                kernel.delete(i);
                assertTrue(kernel.counter("tombstones") <= CAP);
                assertTrue(kernel.counter("bytes.tombstones") <= 2L * CAP * (96 + Block.CELL_BYTES));
            }
        });
        listener.drain(2);
        assertEquals(1, listener.resets);
        assertTrue(listener.held.isEmpty());
    }

    @Test
    void firstCutWhileTheCapIsPassedLeadsNowhere() {
        kernel.commit(() -> putAll(3 * CAP));
        ModelListener late = new ModelListener(kernel.reporter);
        kernel.commit(() -> {
            for (int i = 0; i < 2 * CAP; i++) {
                kernel.delete(i);
            }
            // Deletes of the commit under way are gone already, so version 1 is a dead end; but nobody waits for version 2.
            late.drain(1);
        });
        assertEquals(kernel.states.get(1), late.held);
        late.drain(2);
        assertEquals(1, late.resets);
        assertEquals(kernel.states.get(2), late.held);
    }

    @Test
    void memoryOfDroppedDeletesIsBounded() {
        kernel.commit(() -> putAll(WINDOW));
        new ModelListener(kernel.reporter).drain(1);
        kernel.commit(() -> kernel.delete(0));
        for (int i = 0; i < 1000; i++) {
            flap(1);
            assertTrue(kernel.counter("bytes.tombstones") <= 2L * (WINDOW + 1 + 4) * (96 + Block.CELL_BYTES));
        }
    }

    /// A listener that stopped at a version and comes back now.
    private ModelListener backFrom(int version) {
        return ModelListener.resuming(kernel.reporter, kernel.states.get(version), version);
    }

    private void putAll(int objects) {
        for (int i = 0; i < objects; i++) {
            kernel.put(i);
        }
    }

    private void deleteEach(int objects) {
        for (int i = 0; i < objects; i++) {
            int index = i;
            kernel.commit(() -> kernel.delete(index));
        }
    }

    /// Object 1000 comes and goes in commits of their own.
    private void flap(int times) {
        for (int i = 0; i < times; i++) {
            kernel.commit(() -> kernel.put(1000));
            kernel.commit(() -> kernel.delete(1000));
        }
    }
}
