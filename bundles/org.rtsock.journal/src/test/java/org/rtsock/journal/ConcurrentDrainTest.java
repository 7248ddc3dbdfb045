// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordView;
import org.rtsock.api.wire.IfdCodec;

/// One thread commits and compacts as fast as it can, others drain at their own paces: each finds the state of the version that it drained
/// to.
final class ConcurrentDrainTest {
    private static final long DURATION = TimeUnit.SECONDS.toNanos(2);
    /// On a machine with other work it takes longer to see this many.
    private static final int FEWEST_VERSIONS = 5_000;
    private static final int VERSIONS = 1 << 21;
    private static final int OBJECTS = 200;

    /// The state of each version as one number: the sum of its entries' hashes. Written before the version is published.
    private final long[] digests = new long[VERSIONS + 1];

    private final JournalReporter<Ifd> reporter = new JournalReporter<>(
            Ifd.class, new IfdCodec(), new JournalBounds(200, 2000), new BlockSizes(96 * 8, 96 * 64));

    /// Stands for the kernel's.
    private volatile long version;

    private volatile boolean done;

    @Test
    void eachReaderFindsTheStateOfItsVersion() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ConcurrentDrainTest seed " + seed);
        reporter.attached(0);
        reporter.published(0);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int pause : new int[] {0, 0, 50_000, 5_000_000}) {
                readers.add(threads.submit(() -> follow(pause)));
            }
            readers.add(threads.submit(this::takeSnapshots));
            Future<?> writer = threads.submit(() -> write(new Random(seed)));
            writer.get();
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() > 0, "a reader never ran");
            }
        }
        System.out.println("versions " + version + ", " + reporter.read());
        assertTrue(reporter.read().getOrDefault("compactions", 0L) > 10);
    }

    private void write(Random random) {
        Cause cause = new Cause.Driver("test");
        int[] mtus = new int[OBJECTS];
        long[] born = new long[OBJECTS];
        long digest = 0;
        try {
            long end = System.nanoTime() + DURATION;
            for (long next = 1; next <= VERSIONS && (next <= FEWEST_VERSIONS || System.nanoTime() < end); next++) {
                for (int operation = random.nextInt(5); operation >= 0; operation--) {
                    int index = random.nextInt(OBJECTS);
                    boolean there = born[index] != 0;
                    if (there && random.nextInt(3) == 0) {
                        reporter.report(Operation.DELETE, SimulatedKernel.device(index, mtus[index]), next, born[index], cause);
                        digest -= hash(index, mtus[index]);
                        born[index] = 0;
                    } else {
                        digest -= there ? hash(index, mtus[index]) : 0;
                        born[index] = there ? born[index] : next;
                        mtus[index]++;
                        digest += hash(index, mtus[index]);
                        Ifd device = SimulatedKernel.device(index, mtus[index]);
                        reporter.report(there ? Operation.CHANGE : Operation.ADD, device, next, born[index], cause);
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

    private int follow(int pauseNanos) {
        ModelListener listener = new ModelListener();
        int drains = 0;
        try (Registration _ = reporter.register(listener)) {
            boolean last;
            do {
                last = done;
                check(listener);
                drains++;
                LockSupport.parkNanos(pauseNanos);
            } while (!last);
            assertEquals(version, listener.cursor);
        }
        return drains;
    }

    private int takeSnapshots() {
        int snapshots = 0;
        do {
            ModelListener listener = new ModelListener();
            check(listener);
            assertEquals(0, listener.deletes);
            snapshots++;
        } while (!done);
        return snapshots;
    }

    private void check(ModelListener listener) {
        long to = version;
        RecordView view = reporter.view();
        while (view.compactedAt() > to) {
            to = version;
            view = reporter.view();
        }
        listener.drain(view, to);
        long digest = 0;
        for (var entry : listener.held.entrySet()) {
            digest += hash(entry.getKey(), entry.getValue());
        }
        assertEquals(digests[(int) to], digest, "state at version " + to);
    }

    private static long hash(int index, int mtu) {
        long mixed = ((long) index << 32 | mtu) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ mixed >>> 29;
    }
}
