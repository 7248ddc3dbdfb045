// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.client.replica.RouteNode.Leaf;

class RouteTreeTest {
    private static final int TABLE = 254;
    private static final Comparator<Route> ORDER = Comparator.<Route, Prefix>comparing(route -> route.key().prefix())
            .thenComparing((one, other) -> Integer.compareUnsigned(one.key().priority(), other.key().priority()))
            .thenComparingInt(route -> route.key().tos())
            .thenComparing(route -> route.key().source(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing((one, other) -> Integer.compareUnsigned(one.key().instance(), other.key().instance()));

    private static Leaf leaf(Route.Key key, int protocol) {
        RouteAttributes attributes = new RouteAttributes(protocol, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
        return new Leaf(new RouteRow().key(key), attributes);
    }

    private static List<Route> list(Iterator<Leaf> leaves, Family family) {
        List<Route> routes = new ArrayList<>();
        leaves.forEachRemaining(leaf -> routes.add(leaf.route(TABLE, family)));
        return routes;
    }

    /// Few bits are free, so that prefixes cover each other and meet again.
    private static Prefix prefix(Random random, Family family) {
        int length = random.nextInt(10) == 0 ? family.bits() : random.nextInt(12) + (family == Family.INET6 ? 58 : 0);
        long high = random.nextLong() & 0xfff0_0000_0000_0000L;
        long low = family == Family.INET6 ? random.nextLong() & 0xff00_0000_0000_0000L : 0;
        return Prefix.containing(new IpAddress(family, family == Family.INET6 ? high >> 63 : high, low), length);
    }

    private static Route.Key key(Random random, Family family) {
        Prefix prefix = prefix(random, family);
        boolean apart = random.nextInt(4) == 0;
        return new Route.Key(
                TABLE,
                prefix,
                random.nextInt(3) - 1,
                apart && family == Family.INET ? 8 : 0,
                apart && family == Family.INET6 ? Prefix.parse("2001:db8::/32") : null,
                random.nextInt(3));
    }

    private static @Nullable Route longest(Map<Route.Key, Route> model, IpAddress address) {
        return model.values().stream()
                .filter(route -> route.key().prefix().contains(address) && route.key().tos() == 0 && route.key().source() == null)
                .sorted(Comparator.<Route>comparingInt(route -> -route.key().prefix().length()).thenComparing(ORDER))
                .findFirst()
                .orElse(null);
    }

    @Test
    void isTheSameAsAMapOfRoutes() {
        long seed = System.nanoTime();
        System.out.println("RouteTreeTest seed " + seed);
        Random random = new Random(seed);
        for (Family family : Family.values()) {
            RouteTree tree = RouteTree.EMPTY;
            Map<Route.Key, Route> model = new HashMap<>();
            List<Route> before = List.of();
            for (int cut = 0; cut < 120; cut++) {
                RouteTree old = tree;
                RouteTree.Editor editor = new RouteTree.Editor(old);
                for (int change = random.nextInt(40); change > 0; change--) {
                    Route.Key key = key(random, family);
                    Leaf leaf = leaf(key, random.nextInt(5));
                    boolean remove = random.nextInt(5) < 2;
                    Leaf was = remove ? editor.remove(leaf) : editor.put(leaf);
                    Route held = remove ? model.remove(key) : model.put(key, leaf.route(TABLE, family));
                    assertEquals(held, was == null ? null : was.route(TABLE, family));
                }
                tree = editor.tree();
                assertEquals(before, list(old.all(), family), "the tree before has changed");
                before = model.values().stream().sorted(ORDER).toList();
                assertEquals(before, list(tree.all(), family));
                assertEquals(model.size(), tree.size());
                look(tree, model, random, family);
            }
        }
    }

    private static void look(RouteTree tree, Map<Route.Key, Route> model, Random random, Family family) {
        for (int i = 0; i < 20; i++) {
            IpAddress address = prefix(random, family).address();
            Leaf found = tree.longestMatch(address.high(), address.low());
            assertEquals(longest(model, address), found == null ? null : found.route(TABLE, family), () -> "for " + address);
            Prefix within = prefix(random, family);
            List<Route> expected = model.values().stream()
                    .filter(route -> within.contains(route.key().prefix()))
                    .sorted(ORDER)
                    .toList();
            assertEquals(expected, list(tree.within(within.address().high(), within.address().low(), within.length()), family));
            Route.Key key = key(random, family);
            Leaf exact = tree.find(Leaf.probe(key));
            assertEquals(model.get(key), exact == null ? null : exact.route(TABLE, family));
        }
    }

    @Test
    void emptiedTreeIsTheEmptyOne() {
        RouteTree.Editor editor = new RouteTree.Editor(RouteTree.EMPTY);
        Leaf leaf = leaf(Route.Key.of(TABLE, Prefix.parse("10.0.0.0/8"), 0), 4);
        assertNull(editor.put(leaf));
        RouteTree one = editor.tree();
        assertSame(leaf, editor.remove(leaf));
        assertSame(RouteTree.EMPTY, editor.tree());
        assertNotNull(one.find(leaf));
    }
}
