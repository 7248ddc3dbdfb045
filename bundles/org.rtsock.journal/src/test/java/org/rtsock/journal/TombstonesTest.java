// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rtsock.api.Registration;

/// For whom deletes are kept, and when they go.
final class TombstonesTest {
    private static final int WINDOW = 10;
    private static final int CAP = 40;

    private final SimulatedKernel kernel = new SimulatedKernel(new JournalBounds(WINDOW, CAP), new BlockSizes(96, 384));

    @Test
    void resumeWindowKeepsTheNewestDeletesForNobodyInParticular() {
        ModelListener away = new ModelListener();
        kernel.commit(() -> kernel.put(1));
        away.drain(kernel.reporter.view(), 1);
        flap(WINDOW / 2);
        assertEquals(0, kernel.reporter.view().floor());
        away.drain(kernel.reporter.view(), kernel.version());
        assertEquals(0, away.resets);
    }

    @Test
    void outsideTheWindowTheFloorRises() {
        ModelListener away = new ModelListener();
        kernel.commit(() -> kernel.put(1));
        away.drain(kernel.reporter.view(), 1);
        flap(3 * WINDOW);
        assertEquals(WINDOW + 1, kernel.counter("tombstones"), "the window, and the block that is open");
        long floor = kernel.reporter.view().floor();
        assertTrue(floor > away.cursor && floor < kernel.version());
        away.drain(kernel.reporter.view(), kernel.version());
        assertEquals(1, away.resets);
        assertEquals(kernel.states.getLast(), away.held);
    }

    @Test
    void deletesThatAListenerHasNotReadAreKept() {
        ModelListener slow = new ModelListener();
        kernel.reporter.register(slow);
        kernel.commit(() -> kernel.put(1));
        slow.drain(kernel.reporter.view(), 1);
        flap(3 * WINDOW);
        assertEquals(0, kernel.reporter.view().floor());
        slow.drain(kernel.reporter.view(), kernel.version());
        assertEquals(0, slow.resets);
        assertEquals(kernel.states.getLast(), slow.held);
    }

    @Test
    void deletesGoWhenTheListenerHasReadThem() {
        ModelListener slow = new ModelListener();
        kernel.reporter.register(slow);
        kernel.commit(() -> kernel.put(1));
        slow.drain(kernel.reporter.view(), 1);
        flap(3 * WINDOW);
        slow.drain(kernel.reporter.view(), kernel.version());
        flap(2);
        assertTrue(kernel.counter("tombstones") <= WINDOW + 2);
    }

    @Test
    void deletesGoWhenTheListenerLeaves() {
        ModelListener slow = new ModelListener();
        Registration registration = kernel.reporter.register(slow);
        kernel.commit(() -> kernel.put(1));
        slow.drain(kernel.reporter.view(), 1);
        flap(3 * WINDOW);
        registration.close();
        flap(1);
        assertEquals(WINDOW + 1, kernel.counter("tombstones"));
    }

    @Test
    void listenerThatNeverReadHoldsNothing() {
        kernel.reporter.register(new ModelListener());
        flap(3 * WINDOW);
        assertEquals(WINDOW + 1, kernel.counter("tombstones"));
    }

    @Test
    void capHoldsWhoeverNeedsTheDeletes() {
        ModelListener stalled = new ModelListener();
        kernel.reporter.register(stalled);
        kernel.commit(() -> kernel.put(1));
        stalled.drain(kernel.reporter.view(), 1);
        for (int i = 0; i < 3 * CAP; i++) {
            flap(1);
            assertTrue(kernel.counter("tombstones") <= CAP);
        }
        assertTrue(kernel.reporter.view().floor() > stalled.cursor);
        assertEquals(WINDOW + 1, kernel.counter("tombstones"), "who must be reset anyway holds nothing");
        stalled.drain(kernel.reporter.view(), kernel.version());
        assertEquals(1, stalled.resets);
        assertEquals(kernel.states.getLast(), stalled.held);
    }

    @Test
    void capHoldsWithinOneCommit() {
        kernel.commit(() -> {
            for (int i = 0; i < 3 * CAP; i++) {
                kernel.put(i);
            }
        });
        ModelListener listener = new ModelListener();
        kernel.reporter.register(listener);
        listener.drain(kernel.reporter.view(), 1);
        kernel.commit(() -> {
            for (int i = 0; i < 3 * CAP; i++) {
                kernel.delete(i);
                assertTrue(kernel.counter("tombstones") <= CAP);
            }
        });
        listener.drain(kernel.reporter.view(), 2);
        assertEquals(1, listener.resets);
        assertTrue(listener.held.isEmpty());
    }

    @Test
    void blockOfDeletesGoesAsAWholeOrStays() {
        // Ten tombstones a block.
        SimulatedKernel roomy = new SimulatedKernel(new JournalBounds(0, 2560), new BlockSizes(960, 960));
        ModelListener slow = new ModelListener();
        roomy.reporter.register(slow);
        for (int i = 0; i < 60; i++) {
            int index = i;
            roomy.commit(() -> roomy.put(index));
        }
        for (int i = 0; i < 60; i++) {
            int index = i;
            roomy.commit(() -> roomy.delete(index));
            if (i == 14) {
                slow.drain(roomy.reporter.view(), roomy.version());
            }
        }
        // The first block was read, of the second one only half.
        assertEquals(70, roomy.reporter.view().floor());
        assertEquals(50, roomy.counter("tombstones"));
        slow.drain(roomy.reporter.view(), roomy.version());
        assertEquals(0, slow.resets);
        assertEquals(roomy.states.getLast(), slow.held);
    }

    /// Object 2 comes and goes in commits of their own.
    private void flap(int times) {
        for (int i = 0; i < times; i++) {
            kernel.commit(() -> kernel.put(2));
            kernel.commit(() -> kernel.delete(2));
        }
    }
}
