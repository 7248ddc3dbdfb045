// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.IfdCodec;

/// One thread commits and compacts as fast as it can, others read at their own paces, stall in cuts, leave and come back: each finds the
/// state of the version that it read to.
final class ConcurrentDrainTest {
    private static final long DURATION = TimeUnit.MILLISECONDS.toNanos(Long.getLong("rtsock.journal.millis", 2000));
    /// On a machine with other work it takes longer to see this many.
    private static final long PATIENCE = 30_000_000_000L;
    private static final int FEWEST_VERSIONS = 5_000;
    private static final int VERSIONS = 1 << 22;

    private final long seed = System.nanoTime();
    /// The state of each version as one number: the sum of its entries' hashes. Written before the version is published.
    private final long[] digests = new long[VERSIONS + 1];

    private final AtomicInteger stales = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();

    /// Stands for the kernel's.
    private volatile long version;

    private volatile boolean done;

    /// Little state, so that much is compacted and dropped while it is read; few deletes may be kept, so that places are lost.
    @Test
    void eachReaderFindsTheStateOfItsVersion() throws Exception {
        Map<String, Long> counters = race(200, new JournalBounds(20, 60, 1 << 20), new BlockSizes(96 * 8, 96 * 64), 20);
        assertTrue(counters.getOrDefault("compactions", 0L) > 10, counters::toString);
        assertTrue(counters.getOrDefault("expired", 0L) > 0, counters::toString);
        assertTrue(resets.get() > 0);
    }

    /// Much state, so that those who stall in a cut hold too much of it: one generation each.
    @Test
    void readersThatHoldTooMuchStartOver() throws Exception {
        Map<String, Long> counters = race(20_000, new JournalBounds(1000, 100_000, 1 << 20), new BlockSizes(16 << 10, 64 << 10), 200, 300, 500);
        assertTrue(counters.getOrDefault("expired", 0L) > 0, counters::toString);
        assertTrue(resets.get() > 0);
    }

    /// @param stalls of readers that stop in the middle of each cut, ms
    private Map<String, Long> race(int objects, JournalBounds bounds, BlockSizes sizes, int... stalls) throws Exception {
        System.out.println("ConcurrentDrainTest seed " + seed);
        JournalReporter<Ifd> reporter = new JournalReporter<>(Ifd.class, new IfdCodec(), bounds, sizes);
        reporter.attached(0);
        reporter.published(0);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int pause : new int[] {0, 50_000, 5_000_000}) {
                readers.add(threads.submit(() -> follow(reporter, pause, 0)));
            }
            for (int stall : stalls) {
                readers.add(threads.submit(() -> follow(reporter, 0, stall * 1_000_000)));
            }
            readers.add(threads.submit(() -> comeAndGo(reporter)));
            readers.add(threads.submit(() -> takeSnapshots(reporter)));
            Future<?> writer = threads.submit(() -> write(reporter, objects, new Random(seed)));
            writer.get();
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() > 0, "a reader never ran");
            }
        }
        System.out.println("versions " + version + ", resets " + resets + ", stale " + stales + ", " + reporter.read());
        return reporter.read();
    }

    private void write(JournalReporter<Ifd> reporter, int objects, Random random) {
        Cause cause = new Cause.Driver("test");
        int[] mtus = new int[objects];
        long[] born = new long[objects];
        long digest = 0;
        try {
            long end = System.nanoTime() + DURATION;
            for (long next = 1; next <= VERSIONS && (next <= FEWEST_VERSIONS || goesOn(reporter, end)); next++) {
                for (int operation = next == 1 ? objects : random.nextInt(5); operation >= 0; operation--) {
                    int index = next == 1 ? operation % objects : random.nextInt(objects);
                    boolean there = born[index] != 0;
                    if (there && random.nextInt(3) == 0) {
                        reporter.report(
                                Operation.DELETE, index, SimulatedKernel.device(index, mtus[index]), next, born[index], cause);
                        digest -= hash(index, mtus[index]);
                        born[index] = 0;
                    } else {
                        digest -= there ? hash(index, mtus[index]) : 0;
                        born[index] = there ? born[index] : next;
                        mtus[index]++;
                        digest += hash(index, mtus[index]);
                        Ifd device = SimulatedKernel.device(index, mtus[index]);
                        reporter.report(there ? Operation.CHANGE : Operation.ADD, index, device, next, born[index], cause);
                    }
                }
                digests[(int) next] = digest;
                version = next;
                reporter.published(next);
            }
        } finally {
            done = true;
        }
    }

    /// Until the time is over and a reader has lost its place; a slow machine gets more time for that.
    private static boolean goesOn(JournalReporter<Ifd> reporter, long end) {
        long left = end - System.nanoTime();
        return left > 0 || left > -PATIENCE && reporter.read().getOrDefault("expired", 0L) == 0;
    }

    /// @param stallNanos between the hold and the walk
    private int follow(JournalReporter<Ifd> reporter, int pauseNanos, int stallNanos) {
        ModelListener listener = new ModelListener(reporter);
        int cuts = 0;
        boolean last;
        do {
            last = done;
            cuts += check(listener, last ? 0 : stallNanos) > 0 ? 1 : 0;
            LockSupport.parkNanos(pauseNanos);
        } while (!last);
        assertEquals(version, listener.reader.cursor());
        listener.reader.close();
        resets.addAndGet(listener.resets);
        return cuts;
    }

    /// Leaves after each cut, and comes back somewhat later.
    private int comeAndGo(JournalReporter<Ifd> reporter) {
        ModelListener listener = new ModelListener(reporter);
        int cuts = 0;
        while (!done) {
            long read = check(listener, 0);
            cuts += read > 0 ? 1 : 0;
            listener.reader.close();
            resets.addAndGet(listener.resets);
            if (cuts % 3 == 0) {
                LockSupport.parkNanos(100_000);
            }
            listener = read > 0 ? ModelListener.resuming(reporter, listener.held, read) : new ModelListener(reporter);
        }
        listener.reader.close();
        return cuts;
    }

    private int takeSnapshots(JournalReporter<Ifd> reporter) {
        int snapshots = 0;
        do {
            ModelListener listener = new ModelListener(reporter);
            snapshots += check(listener, 0) > 0 ? 1 : 0;
            assertEquals(0, listener.deletes);
            listener.reader.close();
        } while (!done);
        return snapshots;
    }

    /// @return the version that was read to, 0 when the records were taken away
    private long check(ModelListener listener, int stallNanos) {
        long to = listener.begin(() -> version);
        LockSupport.parkNanos(stallNanos);
        if (!listener.tryFinish(to)) {
            stales.incrementAndGet();
            return 0;
        }
        long digest = 0;
        for (var entry : listener.held.entrySet()) {
            digest += hash(entry.getKey(), entry.getValue());
        }
        assertEquals(digests[(int) to], digest, "state at version " + to);
        return to;
    }

    private static long hash(int index, int mtu) {
        long mixed = ((long) index << 32 | mtu) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ mixed >>> 29;
    }
}
