// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.ifd;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtsock.api.message.RoutingMessage;

@Timeout(60)
class WakeupStressTest {
    private static final int LISTENERS = 3;
    private static final int COMMITS = 1500;

    /// The last commit of a storm is heard by all, whatever they were doing when it came: one lost wake-up and it hangs.
    @Test
    void lastCommitOfAStormIsHeardByAll() throws Exception {
        Router router = new Router();
        List<Thread> threads = new ArrayList<>();
        List<AtomicLong> reached = new ArrayList<>();
        Semaphore progress = new Semaphore(0);
        for (int i = 0; i < LISTENERS; i++) {
            AtomicLong version = new AtomicLong(-1);
            reached.add(version);
            threads.add(listener(router.listening("ifd"), version, progress));
        }
        for (int i = 0; i < COMMITS; i++) {
            router.kernel.put(ifd(1 + i % 5));
        }
        while (reached.stream().anyMatch(version -> version.get() < COMMITS)) {
            assertTrue(progress.tryAcquire(30, TimeUnit.SECONDS), () -> "stuck at " + reached + " of " + COMMITS);
        }
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    /// One commit at a time, each awaited.
    @Test
    void eachCommitAloneIsHeard() throws Exception {
        Router router = new Router();
        AtomicLong reached = new AtomicLong(-1);
        Semaphore progress = new Semaphore(0);
        Thread thread = listener(router.listening("ifd"), reached, progress);
        long seed = System.nanoTime();
        System.out.println("WakeupStressTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 1; round <= 400; round++) {
            long version = router.kernel.put(ifd(1 + random.nextInt(5)));
            while (reached.get() < version) {
                assertTrue(progress.tryAcquire(30, TimeUnit.SECONDS), "commit " + version + " was not heard");
            }
        }
        assertEquals(400, reached.get());
        thread.interrupt();
        thread.join();
    }

    private static Thread listener(RouteSocket socket, AtomicLong reached, Semaphore progress) {
        Semaphore readable = new Semaphore(0);
        socket.onReadable(readable::release);
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    readable.acquire();
                    drain(socket, reached);
                    progress.release();
                }
            } catch (InterruptedException e) {
                socket.close();
            }
        });
    }

    private static void drain(RouteSocket socket, AtomicLong reached) {
        for (DrainedCut cut = socket.nextCut(); cut != null; cut = socket.nextCut()) {
            for (RoutingMessage message : cut) {
                if (message instanceof RoutingMessage.Mark mark) {
                    assertTrue(mark.version() >= reached.getAndSet(mark.version()));
                }
            }
            socket.delivered(cut);
        }
    }
}
