// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `-Drtsock.promises.seed` repeats a run, `-Drtsock.promises.steps` makes it longer.
class PromisesTest {
    private static final int HEARERS = 12;

    @Test
    void everyListenerHoldsTheKernelsStateAtEveryMark() {
        long seed = Long.getLong("rtsock.promises.seed", System.nanoTime());
        long steps = Long.getLong("rtsock.promises.steps", 150_000);
        System.out.println("everyListenerHoldsTheKernelsStateAtEveryMark: -Drtsock.promises.seed=" + seed);
        try {
            run(new Random(seed), steps);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Drtsock.promises.seed=" + seed + " -Drtsock.promises.steps=" + steps, e);
        }
    }

    private static void run(Random random, long steps) {
        Chain chain = new Chain();
        History history = new History(chain.kernel);
        RandomCommits commits = new RandomCommits(chain.kernel, random);
        List<Hearer> hearers = IntStream.range(0, HEARERS)
                .mapToObj(i -> new Hearer("listener " + i, chain, history, random))
                .toList();
        for (long done = 0; done < steps; ) {
            // The last listeners are slower than the first.
            Hearer hearer = hearers.get(Math.min(random.nextInt(HEARERS), random.nextInt(HEARERS)));
            switch (random.nextInt(1000)) {
                case 0 -> {
                    int reporter = random.nextInt(chain.types());
                    chain.stop(reporter);
                    done += commits.commit();
                    chain.start(reporter);
                }
                case 1 -> {
                    hearer.catchUp();
                    done++;
                }
                default -> {
                    if (random.nextBoolean()) {
                        done += commits.commit();
                    } else {
                        hearer.step();
                        done++;
                    }
                }
            }
        }
        hearers.forEach(Hearer::catchUp);
        hearers.forEach(Hearer::close);
        System.out.println("versions " + chain.kernel.version() + ", marks " + sum(hearers, Hearer::marks) + ", resumes "
                + sum(hearers, Hearer::resumes) + ", resets " + sum(hearers, Hearer::resets));
        assertTrue(hearers.stream().allMatch(hearer -> hearer.marks() > 0), "a listener heard no mark");
    }

    private static long sum(List<Hearer> hearers, ToLongFunction<Hearer> count) {
        return hearers.stream().mapToLong(count).sum();
    }
}
