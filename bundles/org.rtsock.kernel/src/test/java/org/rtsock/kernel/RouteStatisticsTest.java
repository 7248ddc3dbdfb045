// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.rtsock.kernel.Refusals.assertRefused;
import static org.rtsock.kernel.Samples.MAIN;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.key;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.table;
import static org.rtsock.kernel.Samples.via;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

final class RouteStatisticsTest {
    private static final RtStats.Key STATIC = new RtStats.Key(MAIN, Family.INET, RouteProtocol.STATIC);

    private final KernelCore kernel = kernel("eth0", "eth1");
    private final Route route = route("10.0.0.0/8", via("192.0.1.9", 1));
    private final Route moved = route("10.0.0.0/8", via("192.0.1.8", 1));

    private RtStats stats(RtStats.Key key) {
        AtomicReference<@Nullable RoutingObject> found = new AtomicReference<>();
        kernel.commit(REQUEST, tx -> found.set(tx.get(key)));
        return (RtStats) Objects.requireNonNull(found.get(), () -> key.text());
    }

    private void count(RtStats.Key key, long routes, long adds, long changes, long deletes) {
        RtStats stats = stats(key);
        assertEquals(
                List.of(routes, adds, changes, deletes),
                List.of(stats.routes(), stats.count(Counter.ADDS), stats.count(Counter.CHANGES), stats.count(Counter.DELETES)));
    }

    @Test
    void netEffectOfEachCommitIsCounted() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(REQUEST, tx -> tx.change(moved));
        kernel.commit(REQUEST, tx -> {
            tx.change(route);
            tx.change(moved);
        });
        count(STATIC, 1, 1, 1, 0);
        kernel.commit(REQUEST, tx -> tx.delete(route.key()));
        count(STATIC, 0, 1, 1, 1);
    }

    @Test
    void anotherProtocolInItsPlaceIsADeleteAndAnAdd() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(
                NETLINK,
                tx -> tx.put(new Route(
                        route.key(), RouteProtocol.BOOT, RouteType.UNICAST, route.nexthops(), RouteState.STORED, null)));
        count(STATIC, 0, 1, 0, 1);
        count(new RtStats.Key(MAIN, Family.INET, RouteProtocol.BOOT), 1, 1, 0, 0);
    }

    @Test
    void whatWasUndoneIsNotCounted() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        assertThrows(IllegalStateException.class, () -> kernel.commit(REQUEST, tx -> {
            tx.delete(route.key());
            assertEquals(1, ((RtStats) Objects.requireNonNull(tx.get(STATIC))).routes());
            throw new IllegalStateException("enough");
        }));
        count(STATIC, 1, 1, 0, 0);
    }

    @Test
    void nobodyLooksSoNoVersionIsMadeForTheCounters() {
        long version = kernel.commit(REQUEST, tx -> tx.add(route));
        assertEquals(version, kernel.commit(REQUEST, tx -> tx.get(route.key())));
        try (Reporters late = new Reporters(kernel, List.of(MessageType.RTSTATS))) {
            assertEquals(List.of("ADD rtstats of table 254 inet protocol static"), late.lines());
        }
        assertEquals(version + 1, kernel.version(), "they are written when somebody comes");
    }

    @Test
    void reporterHearsOfTheCountersInTheCommitOfTheRoutes() {
        try (Reporters reporters = new Reporters(kernel, List.of(MessageType.ROUTE, MessageType.RTSTATS))) {
            long version = kernel.commit(REQUEST, tx -> tx.add(route));
            assertEquals(
                    List.of("ADD route 10.0.0.0/8 priority 0 in table 254", "ADD rtstats of table 254 inet protocol static"),
                    reporters.lines());
            assertEquals(version, Reporters.present(reporters.held(STATIC)).version());
            assertEquals(REQUEST, Reporters.present(reporters.held(STATIC)).cause());
        }
    }

    @Test
    void countersCanBeSetToZeroOnly() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        assertRefused(
                kernel,
                REQUEST,
                Errno.EINVAL,
                "adds 5 of rtstats of table 254 inet protocol static: counters can be set to 0 only",
                tx -> tx.change(new RtStats(STATIC, 0, Counts.ZERO.plus(Counter.ADDS, 5))));
        RtStats unknown = new RtStats(new RtStats.Key(MAIN, Family.INET, 186), 0, Counts.ZERO);
        assertRefused(
                kernel,
                REQUEST,
                Errno.ESRCH,
                "rtstats of table 254 inet protocol bgp does not exist",
                tx -> tx.change(unknown));
        assertRefused(
                kernel,
                REQUEST,
                Errno.EOPNOTSUPP,
                "rtstats of table 254 inet protocol bgp: objects of type rtstats follow from the routes",
                tx -> tx.add(unknown));
        kernel.commit(REQUEST, tx -> tx.get(STATIC));
        assertRefused(
                kernel,
                REQUEST,
                Errno.EOPNOTSUPP,
                "rtstats of table 254 inet protocol static was put by driver kernel, only it may change it",
                tx -> tx.delete(STATIC));
        kernel.commit(REQUEST, tx -> {
            tx.delete(route.key());
            tx.change(new RtStats(STATIC, 0, Counts.ZERO));
        });
        count(STATIC, 0, 0, 0, 1);
    }

    @Test
    void resetThatIsUndoneHasResetNothing() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        assertThrows(IllegalStateException.class, () -> kernel.commit(REQUEST, tx -> {
            tx.change(new RtStats(STATIC, 0, Counts.ZERO));
            throw new IllegalStateException("enough");
        }));
        count(STATIC, 1, 1, 0, 0);
    }

    @Test
    void countersGoWithTheirTable() {
        try (Reporters reporters = new Reporters(kernel, List.of(MessageType.RTTABLE, MessageType.ROUTE, MessageType.RTSTATS))) {
            RtTable table = table(7, Family.INET);
            RtStats.Key of7 = new RtStats.Key(7, Family.INET, RouteProtocol.STATIC);
            kernel.commit(REQUEST, tx -> {
                tx.add(table);
                tx.add(route(key(7, "10.0.0.0/8"), RouteType.UNICAST, via("192.0.1.9", 1)));
            });
            count(of7, 1, 1, 0, 0);
            reporters.lines();
            kernel.commit(REQUEST, tx -> tx.delete(table.key()));
            assertEquals(
                    List.of(
                            "DELETE rtstats of table 7 inet protocol static",
                            "DELETE route 10.0.0.0/8 priority 0 in table 7",
                            "DELETE table 7 inet"),
                    reporters.lines());
            kernel.commit(REQUEST, tx -> {
                tx.add(table);
                tx.add(route(key(7, "10.0.0.0/8"), RouteType.UNICAST, via("192.0.1.9", 1)));
            });
            count(of7, 1, 1, 0, 0);
        }
    }

    @Test
    void tableThatComesBackInTheSameCommitGoesOnWithItsCounters() {
        try (Reporters reporters = new Reporters(kernel, List.of(MessageType.RTSTATS))) {
            RtTable table = table(7, Family.INET);
            Route inTable = route(key(7, "10.0.0.0/8"), RouteType.UNICAST, via("192.0.1.9", 1));
            kernel.commit(REQUEST, tx -> {
                tx.add(table);
                tx.add(inTable);
            });
            reporters.lines();
            kernel.commit(REQUEST, tx -> {
                tx.delete(table.key());
                tx.add(table);
                tx.add(inTable);
            });
            assertEquals(List.of(), reporters.lines(), "nothing has changed");
            count(new RtStats.Key(7, Family.INET, RouteProtocol.STATIC), 1, 1, 0, 0);
            kernel.commit(REQUEST, tx -> {
                tx.delete(table.key());
                tx.add(table);
            });
            count(new RtStats.Key(7, Family.INET, RouteProtocol.STATIC), 0, 1, 0, 1);
        }
    }

    @Test
    void refusedResetLeavesTheTransactionAsItWas() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(REQUEST, tx -> {
            assertThrows(RoutingException.class, () -> tx.change(new RtStats(STATIC, 0, Counts.ZERO.plus(Counter.ADDS, 5))));
            assertEquals(1, ((RtStats) Objects.requireNonNull(tx.get(STATIC))).count(Counter.ADDS));
            tx.change(new RtStats(STATIC, 0, Counts.ZERO));
        });
        count(STATIC, 1, 0, 0, 0);
    }

    @Test
    void eventsAppearWithTheNextCommit() {
        assertNull(kernel.resolve(REQUEST, MAIN, IpAddress.parse("198.51.100.1")));
        assertNull(kernel.resolve(REQUEST, 99, IpAddress.parse("198.51.100.1")));
        RtStats.Key nobodys = new RtStats.Key(MAIN, Family.INET, 0);
        assertEquals(1, stats(nobodys).count(Counter.MISSES));
        kernel.commit(REQUEST, tx -> assertNull(tx.get(new RtStats.Key(99, Family.INET, 0)), "of no table nothing is kept"));
    }

    @Test
    void atEveryVersionTheyAgreeWithTheRoutes() {
        long seed = System.nanoTime();
        System.out.println("RouteStatisticsTest seed " + seed);
        Random random = new Random(seed);
        try (Reporters reporters = new Reporters(kernel, List.of(MessageType.ROUTE, MessageType.RTSTATS))) {
            for (int i = 0; i < 3000; i++) {
                kernel.commit(NETLINK, tx -> {
                    for (int n = random.nextInt(4); n >= 0; n--) {
                        Route some = some(random);
                        if (random.nextInt(3) == 0) {
                            tx.remove(some.key());
                        } else {
                            tx.put(some);
                        }
                    }
                });
                assertAgrees(reporters);
            }
        }
    }

    private static Route some(Random random) {
        return new Route(
                key(MAIN, "10." + random.nextInt(8) + ".0.0/16"),
                random.nextInt(3),
                RouteType.UNICAST,
                List.of(via("192.0.1." + (2 + random.nextInt(2)), 1)),
                RouteState.STORED,
                null);
    }

    private static void assertAgrees(Reporters reporters) {
        Map<Integer, Long> routes = reporters.objects().values().stream()
                .filter(Route.class::isInstance)
                .collect(Collectors.groupingBy(route -> ((Route) route).protocol(), Collectors.counting()));
        Map<Integer, Long> counted = new HashMap<>();
        for (RoutingObject object : reporters.objects().values()) {
            if (object instanceof RtStats stats) {
                assertEquals(stats.routes(), stats.count(Counter.ADDS) - stats.count(Counter.DELETES));
                counted.put(stats.key().protocol(), stats.routes());
            }
        }
        counted.values().removeIf(count -> count == 0);
        assertEquals(routes, counted);
    }
}
