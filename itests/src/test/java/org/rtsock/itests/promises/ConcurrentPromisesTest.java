// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `-Drtsock.promises.seed` repeats what each thread does, though not who is faster; `-Drtsock.promises.commits` makes it longer.
class ConcurrentPromisesTest {
    private static final int HEARERS = 6;

    private final Chain chain = new Chain();
    private final History history = new History(chain.kernel);
    private volatile boolean over;

    @Test
    void everyListenerOnAThreadOfItsOwnHoldsTheKernelsStateAtEveryMark() throws InterruptedException, ExecutionException {
        long seed = Long.getLong("rtsock.promises.seed", System.nanoTime());
        long commits = Long.getLong("rtsock.promises.commits", 20_000);
        System.out.println("everyListenerOnAThreadOfItsOwn...: -Drtsock.promises.seed=" + seed);
        List<Hearer> hearers = IntStream.range(0, HEARERS)
                .mapToObj(i -> new Hearer("listener " + i, chain, history, new Random(seed + i)))
                .toList();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<Long>> listening = hearers.stream().map(hearer -> threads.submit(listen(hearer))).toList();
            try {
                write(new Random(seed), commits);
            } finally {
                over = true;
            }
            for (Future<Long> listener : listening) {
                assertTrue(listener.get() > 0, "a listener heard no mark");
            }
        }
        System.out.println("versions " + chain.kernel.version() + ", marks " + hearers.stream().mapToLong(Hearer::marks).sum());
    }

    private void write(Random random, long commits) {
        RandomCommits source = new RandomCommits(chain.kernel, random);
        for (long i = 0; i < commits; i++) {
            source.commit();
            if (random.nextInt(500) == 0) {
                int reporter = random.nextInt(chain.types());
                chain.stop(reporter);
                source.commit();
                chain.start(reporter);
            }
        }
    }

    private Callable<Long> listen(Hearer hearer) {
        return () -> {
            while (!over) {
                hearer.step();
            }
            hearer.catchUp();
            hearer.close();
            return hearer.marks();
        };
    }
}
