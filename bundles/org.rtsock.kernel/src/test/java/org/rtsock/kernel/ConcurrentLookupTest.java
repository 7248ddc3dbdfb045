// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.kernel.Samples.MAIN;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// Readers look while one writer commits: what they find was published for a prefix that holds the address.
final class ConcurrentLookupTest {
    private static final int COMMITS = 4_000;
    private static final int BATCH = 50;

    private final KernelCore kernel = kernel("eth0");
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong looks = new AtomicLong();

    /// The gateway of a route names its prefix: the address, and in the weight its length.
    private static RouteAttributes naming(Prefix prefix) {
        Nexthop nexthop = new Nexthop(prefix.address(), 1, "eth0", prefix.length() + 1);
        return new RouteAttributes(RouteProtocol.STATIC, RouteType.UNICAST, List.of(nexthop), RouteState.STORED, null);
    }

    private static Prefix named(RouteAttributes attributes) {
        Nexthop nexthop = attributes.nexthops().getFirst();
        return new Prefix(Objects.requireNonNull(nexthop.gateway()), nexthop.weight() - 1);
    }

    private static Prefix prefix(Random random) {
        long high = random.nextLong() & 0x0fff_0fff_0000_0000L;
        return Prefix.containing(new IpAddress(Family.INET, high, 0), 8 + random.nextInt(25));
    }

    /// Enough routes come and go for the jump table to do so too.
    private void write(Random random) {
        List<Prefix> present = new ArrayList<>();
        for (int commit = 0; commit < COMMITS; commit++) {
            boolean shrink = commit / 500 % 2 == 1;
            kernel.commit(NETLINK, tx -> {
                RouteRow row = new RouteRow();
                for (int i = 0; i < BATCH; i++) {
                    boolean remove = random.nextInt(4) == 0 != shrink && !present.isEmpty();
                    Prefix prefix = remove ? present.removeLast() : prefix(random);
                    row.prefix(Family.INET, prefix.address().high(), 0, prefix.length());
                    if (remove) {
                        tx.remove(row);
                    } else {
                        tx.put(row.attributes(naming(prefix)));
                        present.add(random.nextInt(present.size() + 1), prefix);
                    }
                }
            });
        }
    }

    private void look(long seed) {
        Random random = new Random(seed);
        RouteLookup lookup = kernel.lookup(MAIN, Family.INET);
        while (!done.get()) {
            IpAddress address = prefix(random).address();
            RouteAttributes found = lookup.match(address.high(), address.low());
            assertNotNull(found, "the default route is always there");
            assertTrue(named(found).contains(address), () -> named(found) + " for " + address);
            Route route = kernel.lookup(MAIN, address);
            assertNotNull(route, "the default route is always there");
            assertTrue(route.key().prefix().contains(address), () -> route + " for " + address);
            assertEquals(route.key().prefix(), named(route.attributes()));
            looks.incrementAndGet();
        }
    }

    @Test
    void readersSeeOnlyWhatWasPublished() throws ExecutionException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("ConcurrentLookupTest seed " + seed);
        Prefix all = Prefix.all(Family.INET);
        kernel.commit(NETLINK, tx -> tx.put(new Route(Route.Key.of(MAIN, all, 0), naming(all))));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> readers = List.of(threads.submit(() -> look(seed + 1)), threads.submit(() -> look(seed + 2)));
            try {
                write(new Random(seed));
            } finally {
                done.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        assertTrue(looks.get() > 0);
    }
}
