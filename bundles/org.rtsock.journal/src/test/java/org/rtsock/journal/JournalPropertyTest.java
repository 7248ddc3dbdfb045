// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Registration;
import org.rtsock.api.reporter.RecordView;

/// Random commits, listeners of every pace, listeners that come back, and views that are used late: whoever drains to a version holds that
/// state.
final class JournalPropertyTest {
    private record Seat(ModelListener listener, Registration registration) {}

    private record KeptView(RecordView view, long takenAt) {}

    private long drains;
    private long resets;
    private long resumed;
    private long compactions;
    private long olderCuts;

    @Test
    void whoeverDrainsToAVersionHoldsThatState() {
        long seed = System.nanoTime();
        System.out.println("JournalPropertyTest seed " + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < 150; trial++) {
            int number = trial;
            try {
                run(random);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", trial " + number + ": " + e.getMessage(), e);
            }
        }
        String seen = "drains " + drains + ", resets " + resets + ", resumed " + resumed + ", compactions " + compactions
                + ", cuts to an older version " + olderCuts;
        System.out.println(seen);
        assertTrue(drains > 1000 && resets > 100 && resumed > 100 && compactions > 100 && olderCuts > 100, seen);
    }

    private void run(Random random) {
        // A block of tombstones holds one of 256 that the cap allows, so a large cap and a small window make blocks of several.
        int cap = random.nextBoolean() ? 1 + random.nextInt(60) : 256 * (1 + random.nextInt(8));
        JournalBounds bounds = new JournalBounds(random.nextInt(Math.min(cap, 60) + 1), cap);
        int smallest = 96 * (1 + random.nextInt(8));
        SimulatedKernel kernel = new SimulatedKernel(bounds, new BlockSizes(smallest, smallest * (1 + random.nextInt(8))));
        int objects = 1 + random.nextInt(12);
        List<Seat> seats = new ArrayList<>();
        List<ModelListener> away = new ArrayList<>();
        List<KeptView> views = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            commit(kernel, random, objects);
            assertTrue(kernel.counter("tombstones") <= cap);
            if (random.nextInt(20) == 0) {
                ModelListener listener = away.isEmpty() || random.nextBoolean() ? new ModelListener() : away.removeLast();
                resumed += listener.cursor > 0 ? 1 : 0;
                seats.add(new Seat(listener, kernel.reporter.register(listener)));
            }
            if (random.nextInt(20) == 0) {
                views.add(new KeptView(kernel.reporter.view(), kernel.version()));
            }
            if (!seats.isEmpty() && random.nextInt(3) == 0) {
                Seat seat = seats.get(random.nextInt(seats.size()));
                drain(kernel, random, seat.listener, new KeptView(kernel.reporter.view(), kernel.version()));
                if (random.nextInt(8) == 0) {
                    away.add(ModelListener.resuming(seat.listener));
                }
                if (random.nextInt(8) == 0) {
                    seat.registration.close();
                    seats.remove(seat);
                }
            }
            if (!views.isEmpty() && random.nextInt(10) == 0) {
                ModelListener listener = away.isEmpty() ? new ModelListener() : ModelListener.resuming(away.getFirst());
                drain(kernel, random, listener, views.get(random.nextInt(views.size())));
            }
        }
        compactions += kernel.counter("compactions");
    }

    private static void commit(SimulatedKernel kernel, Random random, int objects) {
        kernel.commit(() -> {
            for (int operation = random.nextInt(6); operation >= 0; operation--) {
                int index = random.nextInt(objects);
                if (random.nextInt(3) == 0) {
                    kernel.delete(index);
                } else {
                    kernel.put(index);
                }
            }
        });
    }

    /// Drains to some version that the view serves and the listener has not passed.
    private void drain(SimulatedKernel kernel, Random random, ModelListener listener, KeptView kept) {
        long oldest = Math.max(listener.cursor, kept.view.compactedAt());
        if (oldest > kept.takenAt) {
            return;
        }
        long to = random.nextBoolean() ? kept.takenAt : random.nextLong(oldest, kept.takenAt + 1);
        int before = listener.resets;
        listener.drain(kept.view, to);
        assertEquals(kernel.states.get((int) to), listener.held);
        drains++;
        resets += listener.resets - before;
        olderCuts += to < kept.takenAt ? 1 : 0;
    }
}
