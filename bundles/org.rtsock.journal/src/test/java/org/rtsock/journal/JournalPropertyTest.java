// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;

/// Random commits, reporters that come late and go, listeners of every pace, listeners that stall in a cut and that come back: whoever
/// reads to a version holds that state, and the deletes that are kept are those that the rule names.
final class JournalPropertyTest {
    private static final int TRIALS = Integer.getInteger("rtsock.journal.trials", 150);

    /// A reporter, and what it must know.
    private record Office(JournalReporter<Ifd> reporter, JournalBounds bounds, int firstGrave, List<Seat> seats) {}

    /// A listener on a list, and the version of the cut that it is reading, 0 between cuts.
    private static final class Seat {
        final ModelListener listener;
        long reading;

        Seat(ModelListener listener) {
            this.listener = listener;
        }
    }

    private record Away(Map<Integer, Integer> held, long cursor) {}

    private record Kept(int index, long born, long version) {}

    private final FieldReader fields = new FieldReader();
    private final IfdCodec codec = new IfdCodec();
    private long cuts;
    private long stalls;
    private long resets;
    private long resumed;
    private long compactions;
    private long expired;
    private long stales;
    private long beyondTheWindow;

    @Test
    void whoeverReadsToAVersionHoldsThatState() {
        long seed = Long.getLong("rtsock.journal.seed", System.nanoTime());
        System.out.println("JournalPropertyTest seed " + seed + " (-Drtsock.journal.seed=, -Drtsock.journal.trials=)");
        Random random = new Random(seed);
        for (int trial = 0; trial < TRIALS; trial++) {
            try {
                run(random);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", trial " + trial + ": " + e.getMessage(), e);
            }
        }
        String seen = "cuts " + cuts + ", stalls " + stalls + ", resets " + resets + ", resumed " + resumed + ", compactions "
                + compactions + ", expired " + expired + ", stale walks " + stales + ", tombstones beyond the window " + beyondTheWindow;
        System.out.println(seen);
        long least = TRIALS / 2;
        assertTrue(
                cuts > 10 * least
                        && stalls > least
                        && resets > least
                        && resumed > least
                        && compactions > least
                        && expired > least
                        && stales > 0
                        && beyondTheWindow > least,
                seen);
    }

    private void run(Random random) {
        JournalBounds bounds = bounds(random);
        SimulatedKernel kernel = new SimulatedKernel(bounds, sizes(random));
        List<Office> offices = new ArrayList<>(List.of(new Office(kernel.reporter, bounds, 0, new ArrayList<>())));
        List<Away> away = new ArrayList<>();
        int objects = 1 + random.nextInt(40);
        for (int step = 0; step < 300; step++) {
            commit(kernel, random, objects);
            offices.forEach(office -> checkTombstones(kernel, office));
            if (random.nextInt(60) == 0) {
                openOrClose(kernel, random, offices);
            }
            Office office = offices.get(random.nextInt(offices.size()));
            if (random.nextInt(15) == 0) {
                office.seats.add(new Seat(newcomer(office, random, away)));
            }
            if (!office.seats.isEmpty() && random.nextInt(3) > 0) {
                read(kernel, random, office, away);
            }
        }
        offices.forEach(this::count);
    }

    private static JournalBounds bounds(Random random) {
        int cap = 1 + random.nextInt(60);
        return SimulatedKernel.bounds(random.nextInt(cap + 1), cap);
    }

    private static BlockSizes sizes(Random random) {
        int smallest = 96 * (1 + random.nextInt(8));
        return new BlockSizes(smallest, smallest * (1 + random.nextInt(8)));
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

    private void openOrClose(SimulatedKernel kernel, Random random, List<Office> offices) {
        if (offices.size() > 1 && random.nextBoolean()) {
            Office closed = offices.remove(random.nextInt(offices.size()));
            kernel.detach(closed.reporter);
            count(closed);
        } else {
            JournalBounds bounds = bounds(random);
            int forgotten = random.nextInt(kernel.graves.size() + 1);
            offices.add(new Office(kernel.attach(bounds, sizes(random), forgotten), bounds, forgotten, new ArrayList<>()));
        }
    }

    private void count(Office closed) {
        compactions += closed.reporter.read().getOrDefault("compactions", 0L);
        expired += closed.reporter.read().getOrDefault("expired", 0L);
    }

    private ModelListener newcomer(Office office, Random random, List<Away> away) {
        if (away.isEmpty() || random.nextInt(3) == 0) {
            return new ModelListener(office.reporter);
        }
        Away stopped = away.remove(random.nextInt(away.size()));
        resumed++;
        return ModelListener.resuming(office.reporter, stopped.held, stopped.cursor);
    }

    /// A listener begins a cut, and reads it now or some other time; it may leave afterwards, to come back later, perhaps elsewhere.
    private void read(SimulatedKernel kernel, Random random, Office office, List<Away> away) {
        Seat seat = office.seats.get(random.nextInt(office.seats.size()));
        ModelListener listener = seat.listener;
        int before = listener.resets;
        boolean known = seat.reading == 0;
        if (known || random.nextInt(10) == 0) {
            seat.reading = listener.begin(kernel::version);
        }
        resets += listener.resets - before;
        if (random.nextInt(4) == 0) {
            stalls++;
            return;
        }
        boolean whole = listener.tryFinish(seat.reading);
        if (!whole) {
            seat.reading = 0;
            stales++;
            return;
        }
        assertEquals(kernel.states.get((int) seat.reading), listener.held);
        cuts++;
        if (listener.reader.cursor() == seat.reading && random.nextInt(6) == 0) {
            away.add(new Away(Map.copyOf(listener.held), seat.reading));
        }
        seat.reading = 0;
        if (random.nextInt(12) == 0) {
            listener.reader.close();
            office.seats.remove(seat);
        }
    }

    /// The newest that the window has room for, and of the others those of objects that lived at some reader's place.
    private void checkTombstones(SimulatedKernel kernel, Office office) {
        Places places = new Places();
        for (Seat seat : office.seats) {
            ((JournalReader) seat.listener.reader).addPlaces(places, Long.MAX_VALUE);
        }
        places.sort();
        List<SimulatedKernel.Grave> graves = kernel.graves.subList(office.firstGrave, kernel.graves.size());
        int window = Math.max(0, graves.size() - office.bounds.resumeWindow());
        Set<Kept> expected = new HashSet<>();
        for (int i = 0; i < graves.size(); i++) {
            SimulatedKernel.Grave grave = graves.get(i);
            boolean needed = places.below(grave.version()) >= grave.born();
            if (i >= window || needed) {
                expected.add(new Kept(grave.object().index(), grave.born(), grave.version()));
                beyondTheWindow += i < window ? 1 : 0;
            }
        }
        Set<Kept> kept = kept(office);
        assertEquals(expected, kept);
        assertTrue(kept.size() <= office.bounds.maxTombstones());
        assertEquals(kept.size(), office.reporter.read().get("tombstones"));
    }

    private Set<Kept> kept(Office office) {
        Set<Kept> kept = new HashSet<>();
        for (TombstoneBlock block : office.reporter.journal().directory().tombstones()) {
            for (int record = 0; record < block.count(); record++) {
                if (!block.isDropped(record)) {
                    Ifd gone = codec.decode(fields.resetToFrame(block.buffer(), block.offset(record)));
                    assertEquals(block.born(record), Frame.born(block.buffer(), block.offset(record)));
                    assertTrue(kept.add(new Kept(gone.index(), block.born(record), block.version(record))));
                }
            }
        }
        return kept;
    }
}
