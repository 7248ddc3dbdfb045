// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifd;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.MessageType;

final class ConcurrentCommitsTest {
    private static final int THREADS = 4;
    private static final int COMMITS = 500;

    @Test
    void commitsOfManyThreadsRunOneAfterTheOtherWhileReportersComeAndGo() throws ExecutionException, InterruptedException {
        KernelCore kernel = new KernelCore(10_000);
        try (Reporters reporters = Reporters.of(kernel);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
            List<Future<Set<Long>>> versions = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = 1 + thread * COMMITS;
                versions.add(threads.submit(() -> commits(kernel, first)));
            }
            AtomicBoolean done = new AtomicBoolean();
            Future<?> visitor = threads.submit(() -> {
                while (!done.get()) {
                    new Reporters(kernel, List.of(MessageType.IFDEV)).close();
                }
            });
            Set<Long> all = new HashSet<>();
            try {
                for (Future<Set<Long>> some : versions) {
                    all.addAll(some.get());
                }
            } finally {
                done.set(true);
            }
            visitor.get();
            assertEquals(THREADS * COMMITS, all.size(), "each commit has a version of its own");
            assertEquals(THREADS * COMMITS, kernel.version());
            assertEquals(THREADS * COMMITS, reporters.replica.size());
            assertEquals(0L, kernel.read().get("detached"), "no reporter saw two calls at a time or out of order");
        }
    }

    private static Set<Long> commits(KernelCore kernel, int first) {
        Set<Long> versions = new HashSet<>();
        for (int i = 0; i < COMMITS; i++) {
            int index = first + i;
            versions.add(kernel.commit(REQUEST, tx -> tx.add(ifd(index, "x"))));
        }
        return versions;
    }
}
