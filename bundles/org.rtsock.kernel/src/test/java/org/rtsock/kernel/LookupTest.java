// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.rtsock.kernel.Samples.MAIN;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.key;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteType;

final class LookupTest {
    private final KernelCore kernel = kernel();

    private Route add(Route.Key key) {
        Route route = route(key, RouteType.BLACKHOLE);
        kernel.commit(REQUEST, tx -> tx.add(route));
        return route;
    }

    private static Route.Key key(String prefix, int priority, int tos, @Nullable String source, int instance) {
        return new Route.Key(MAIN, Prefix.parse(prefix), priority, tos, source == null ? null : Prefix.parse(source), instance);
    }

    @Test
    void longestPrefixWins() {
        Route all = add(Samples.key(MAIN, "0.0.0.0/0"));
        Route net = add(Samples.key(MAIN, "10.0.0.0/8"));
        Route host = add(Samples.key(MAIN, "10.1.2.3/32"));
        assertEquals(all, kernel.lookup(MAIN, IpAddress.parse("192.0.2.1")));
        assertEquals(net, kernel.lookup(MAIN, IpAddress.parse("10.1.2.4")));
        assertEquals(host, kernel.lookup(MAIN, IpAddress.parse("10.1.2.3")));
        assertNull(kernel.lookup(MAIN, IpAddress.parse("::1")), "another family");
        assertNull(kernel.lookup(77, IpAddress.parse("10.1.2.3")), "another table");
    }

    @Test
    void lowestPriorityWinsAsAnUnsignedNumber() {
        Route high = add(Route.Key.of(MAIN, Prefix.parse("10.0.0.0/8"), -1));
        assertEquals(high, kernel.lookup(MAIN, IpAddress.parse("10.0.0.1")));
        Route low = add(Route.Key.of(MAIN, Prefix.parse("10.0.0.0/8"), 7));
        assertEquals(low, kernel.lookup(MAIN, IpAddress.parse("10.0.0.1")));
        kernel.commit(REQUEST, tx -> tx.delete(low.key()));
        assertEquals(high, kernel.lookup(MAIN, IpAddress.parse("10.0.0.1")));
    }

    @Test
    void routesForSomePacketsOnlyAreNotConsidered() {
        Route all = add(key("::/0", 9, 0, null, 0));
        add(key("2001:db8::/32", 1, 0, "2001:db8:1::/48", 0));
        assertEquals(all, kernel.lookup(MAIN, IpAddress.parse("2001:db8::1")), "the covering prefix");
        Route general = add(key("2001:db8::/32", 5, 0, null, 3));
        assertEquals(general, kernel.lookup(MAIN, IpAddress.parse("2001:db8::1")));
        add(key("10.0.0.0/8", 0, 16, null, 0));
        assertNull(kernel.lookup(MAIN, IpAddress.parse("10.0.0.1")));
    }

    @Test
    void commitUnderWayIsNotSeen() {
        Route before = add(Samples.key(MAIN, "10.0.0.0/8"));
        Route inner = route(Samples.key(MAIN, "10.0.0.0/16"), RouteType.BLACKHOLE);
        kernel.commit(REQUEST, tx -> {
            tx.add(inner);
            tx.delete(before.key());
            assertEquals(before, kernel.lookup(MAIN, IpAddress.parse("10.0.0.1")));
        });
        assertEquals(inner, kernel.lookup(MAIN, IpAddress.parse("10.0.0.1")));
        assertNull(kernel.lookup(MAIN, IpAddress.parse("10.1.0.1")));
    }

    @ParameterizedTest
    @EnumSource
    void equalsBruteForceOnRandomRoutes(Family family) {
        long seed = System.nanoTime();
        System.out.println("LookupTest " + family + " seed " + seed);
        Random random = new Random(seed);
        List<Route.Key> keys = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            kernel.commit(NETLINK, tx -> {
                for (int i = 0; i < 50; i++) {
                    if (!keys.isEmpty() && random.nextInt(3) == 0) {
                        tx.delete(keys.remove(random.nextInt(keys.size())));
                    } else {
                        Route.Key key = RandomPrefixes.key(random, family);
                        tx.put(route(key, RouteType.UNREACHABLE));
                        if (!keys.contains(key)) {
                            keys.add(key);
                        }
                    }
                }
            });
            for (int i = 0; i < 100; i++) {
                IpAddress address = RandomPrefixes.address(random, family);
                Route found = kernel.lookup(MAIN, address);
                assertEquals(bruteForce(keys, address), found == null ? null : found.key(), () -> "lookup of " + address);
            }
        }
    }

    private static Route.@Nullable Key bruteForce(List<Route.Key> keys, IpAddress address) {
        return keys.stream()
                .filter(key -> key.prefix().contains(address) && key.tos() == 0 && key.source() == null)
                .min(Comparator.comparingInt((Route.Key key) -> -key.prefix().length())
                        .thenComparing(Route.Key::priority, Integer::compareUnsigned)
                        .thenComparing(Route.Key::instance, Integer::compareUnsigned))
                .orElse(null);
    }

    @Test
    void tablesAreApart() {
        kernel.commit(REQUEST, tx -> tx.add(table(7, Family.INET)));
        Route main = add(Samples.key(MAIN, "10.0.0.0/8"));
        Route other = add(Samples.key(7, "10.0.0.0/8"));
        assertEquals(main, kernel.lookup(MAIN, IpAddress.parse("10.0.0.1")));
        assertEquals(other, kernel.lookup(7, IpAddress.parse("10.0.0.1")));
    }
}
