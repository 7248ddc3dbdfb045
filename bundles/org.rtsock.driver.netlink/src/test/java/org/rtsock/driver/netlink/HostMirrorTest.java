// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The driver in network namespaces of its own. What it mirrored must be what `ip -json` says, whenever the host is quiet.
///
/// `-Drtsock.netlink.seed` repeats a run, `-Drtsock.netlink.operations` and `-Drtsock.netlink.routes` make it longer.
class HostMirrorTest {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final ObservedKernel observed = new ObservedKernel();

    @Test
    void randomOperationsLeaveNoDifference() throws IOException {
        long seed = Long.getLong("rtsock.netlink.seed", System.nanoTime());
        int operations = Integer.getInteger("rtsock.netlink.operations", 200);
        System.out.println("randomOperationsLeaveNoDifference: -Drtsock.netlink.seed=" + seed);
        Random random = new Random(seed);
        try (TestNamespace home = TestNamespace.make("home");
                TestNamespace elsewhere = TestNamespace.make("away")) {
            NetlinkDriver driver = new NetlinkDriver(observed.kernel, home.name(), 8 << 20, 500);
            try {
                run(random, operations, home, elsewhere);
            } finally {
                driver.close();
                System.out.println(driver.read());
            }
        }
    }

    private void run(Random random, int operations, TestNamespace home, TestNamespace elsewhere) throws IOException {
        RandomOperations source = new RandomOperations(random, elsewhere.name());
        List<String> history = new ArrayList<>();
        home.batch(RandomOperations.BEGIN);
        for (int done = 0; done < operations; ) {
            // Short bursts try the rules for single events, long ones the dumps under way.
            int length = random.nextInt(1, random.nextInt(4) == 0 ? 40 : 4);
            List<String> burst = Stream.generate(source::next).limit(length).toList();
            List<List<String>> halves = List.of(burst.subList(0, length / 2), burst.subList(length / 2, length));
            if (random.nextInt(3) == 0) {
                whileHeldUp(() -> halves.forEach(half -> {
                    home.batch(half);
                    LockSupport.parkNanos(random.nextInt(20_000_000));
                }));
            } else {
                // By two processes at once: the host changes IPv6 routes without its configuration lock.
                halves.parallelStream().forEach(home::batch);
            }
            List<String> back = Stream.generate(() -> source.comeBack(home.name())).limit(length / 5).toList();
            elsewhere.batch(back);
            done += burst.size() + back.size();
            history.addAll(burst);
            history.addAll(back);
            awaitEqual(home, done, history.subList(Math.max(0, history.size() - 100), history.size()));
        }
    }

    @Test
    void overrunsLeaveNoDifference() throws IOException {
        int routes = Integer.getInteger("rtsock.netlink.routes", 6_000);
        try (TestNamespace home = TestNamespace.make("flood")) {
            home.batch(List.of("link add v0 type veth peer name w0", "link set v0 up", "link set w0 up", "addr add 10.0.0.1/24 dev v0"));
            NetlinkDriver driver = new NetlinkDriver(observed.kernel, home.name(), 4096, 50);
            try {
                whileHeldUp(() -> home.batch(flood("add", routes))); // the host's buffer for the driver runs over
                awaitEqual(home, routes, List.of());
                home.batch(Stream.concat(Stream.of("route flush table 100"), flood("del", routes / 2).stream()).toList());
                awaitEqual(home, routes, List.of());
                assertTrue(driver.read().getOrDefault("overruns", 0L) > 0, driver.read()::toString);
                assertTrue(driver.read().getOrDefault("resyncs", 0L) > 0, driver.read()::toString);
            } finally {
                driver.close();
                System.out.println(driver.read());
            }
        }
    }

    /// The driver hears of the link that came up, is held up, and dumps interfaces before it hears that the link went down.
    @Test
    void linkThatGoesDownBeforeADumpLeavesNoDifference() throws IOException {
        try (TestNamespace home = TestNamespace.make("late")) {
            home.batch(List.of("link add v0 type veth peer name w0", "link set w0 up", "addr add 10.0.0.1/24 brd + dev v0"));
            NetlinkDriver driver = new NetlinkDriver(observed.kernel, home.name(), 8 << 20, 500);
            try {
                awaitEqual(home, 0, List.of());
                whileHeldUp(() -> {
                    home.batch(List.of("link set v0 up"));
                    while (!observed.gate.hasQueuedThreads()) {
                        Thread.onSpinWait();
                    }
                    LockSupport.parkNanos(50_000_000); // longer than a dump waits for quiet
                    home.batch(List.of("link set v0 down"));
                });
                awaitEqual(home, 2, List.of());
            } finally {
                driver.close();
            }
        }
    }

    /// The driver gets no further than its next commit, as on a machine that has no time for it.
    private void whileHeldUp(Runnable work) {
        observed.gate.lock();
        try {
            work.run();
        } finally {
            observed.gate.unlock();
        }
    }

    private static List<String> flood(String verb, int routes) {
        return IntStream.range(0, routes)
                .mapToObj(i -> i % 2 == 0
                        ? "route %s 20.%d.%d.%d/32 via 10.0.0.2 table %s"
                                .formatted(verb, i >> 16, i >> 8 & 255, i & 255, i % 4 == 0 ? "main" : "100")
                        : "-6 route %s 2001:db8:%x::%x/128 dev w0".formatted(verb, i >> 12, i & 4095))
                .toList();
    }

    private void awaitEqual(TestNamespace home, int done, List<String> history) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        List<String> host;
        List<String> mirror;
        do {
            // The host may go on by itself (duplicate address detection, carrier), so both sides are read again and again.
            host = HostText.ofHost(home);
            mirror = HostText.ofKernel(observed.state());
            if (host.equals(mirror)) {
                assertEquals(List.of(), observed.takeLog().stream().filter(line -> line.startsWith("WRONG")).toList());
                return;
            }
        } while (System.nanoTime() < end);
        fail("after " + done + " operations\nonly on the host:\n" + onlyIn(host, mirror) + "\nonly in the mirror:\n" + onlyIn(mirror, host)
                + "\nlast operations:\n" + String.join("\n", history));
    }

    private static String onlyIn(List<String> all, List<String> others) {
        List<String> left = new ArrayList<>(all);
        others.forEach(left::remove);
        return String.join("\n", left);
    }
}
