// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.kernel.Samples.MAIN;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.key;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.table;
import static org.rtsock.kernel.Samples.via;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;
import org.rtsock.kernel.Reporters.Held;

/// Routes come, change and go: lives, rows, attributes, tables.
final class RouteLifeTest {
    private final KernelCore kernel = kernel("eth0", "eth1");
    private final Reporters reporters = new Reporters(kernel, List.of(MessageType.ROUTE));
    private final Route route = route("10.0.0.0/8", via("192.0.1.9", 1));
    private final Route moved = route("10.0.0.0/8", via("192.0.1.8", 1));

    @AfterEach
    void detach() {
        reporters.close();
    }

    private static Route by(int protocol, Route route) {
        return new Route(route.key(), protocol, RouteType.UNICAST, route.nexthops(), RouteState.STORED, null);
    }

    private long stat(String name) {
        return kernel.read().getOrDefault(name, 0L);
    }

    @Test
    void anotherProtocolEndsTheLifeOfTheRoute() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        Route stored = (Route) reporters.heard.getFirst().object();
        reporters.heard.clear();
        kernel.commit(NETLINK, tx -> tx.put(by(RouteProtocol.BOOT, route)));
        assertEquals(List.of(Operation.DELETE, Operation.ADD), reporters.heard.stream().map(report -> report.operation()).toList());
        assertEquals(stored, reporters.heard.getFirst().object());
        assertEquals(2, reporters.heard.getFirst().born());
        assertEquals(new Held(by(RouteProtocol.BOOT, stored), 3, 3, NETLINK), reporters.held(route.key()));
        assertEquals(1, stat("objects.route"));
        try (Reporters late = new Reporters(kernel, List.of(MessageType.ROUTE))) {
            assertEquals(reporters.heard, late.heard);
        }
    }

    @Test
    void protocolThatComesBackInTheCommitHasEndedNothing() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        reporters.heard.clear();
        kernel.commit(REQUEST, tx -> {
            tx.put(by(RouteProtocol.BOOT, route));
            tx.put(moved);
        });
        assertEquals(List.of("CHANGE route 10.0.0.0/8 priority 0 in table 254"), reporters.lines());
        assertEquals(3, kernel.commit(REQUEST, tx -> {
            tx.put(by(RouteProtocol.BOOT, route));
            tx.delete(route.key());
            tx.put(moved);
        }));
        assertEquals(List.of(), reporters.lines());
        assertEquals(2, Reporters.present(reporters.held(route.key())).born());
    }

    @Test
    void netEffectOfRoutesIsThatOfOtherObjects() {
        assertEquals(1, kernel.commit(REQUEST, tx -> {
            tx.add(route);
            tx.put(moved);
            tx.delete(route.key());
            assertNull(tx.get(route.key()));
            assertFalse(tx.remove(route.key()));
        }));
        kernel.commit(REQUEST, tx -> {
            tx.add(moved);
            tx.put(route);
        });
        assertEquals(List.of("ADD route 10.0.0.0/8 priority 0 in table 254"), reporters.lines());
        assertEquals(2, kernel.commit(NETLINK, tx -> {
            tx.delete(route.key());
            tx.add(route);
        }));
        assertEquals(List.of(), reporters.lines());
        try (Reporters late = new Reporters(kernel, List.of(MessageType.ROUTE))) {
            assertEquals(reporters.replica, late.replica, "version and cause are what they were");
        }
        kernel.commit(NETLINK, tx -> assertEquals(List.of(route.key()), tx.owned(MessageType.ROUTE), "but the owner is new"));
    }

    @Test
    void rowServesAnotherRouteOnlyAfterTheCommitThatFreedIt() {
        List<Integer> slots = new ArrayList<>();
        kernel.attach(new ReportSink() {
            @Override
            public MessageType type() {
                return MessageType.ROUTE;
            }

            @Override
            public void attached(long floor) {}

            @Override
            public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
                slots.add(slot);
            }

            @Override
            public void published(long version) {}
        });
        kernel.commit(REQUEST, tx -> tx.add(route));
        Route next = route("10.1.0.0/16", via("192.0.1.9", 1));
        kernel.commit(REQUEST, tx -> {
            tx.delete(route.key());
            tx.add(next);
        });
        assertEquals(slots.get(0), slots.get(1), "the delete");
        assertNotEquals(slots.get(1), slots.get(2), "the add in the same commit");
        kernel.commit(REQUEST, tx -> tx.add(route));
        assertEquals(slots.get(0), slots.get(3));
    }

    @Test
    void attributesGoWithTheirLastRoute() {
        kernel.commit(REQUEST, tx -> {
            tx.add(route);
            tx.add(route("10.1.0.0/16", via("192.0.1.9", 1)));
        });
        assertEquals(1, stat("route.attributes"));
        kernel.commit(REQUEST, tx -> tx.put(moved));
        assertEquals(2, stat("route.attributes"));
        kernel.commit(REQUEST, tx -> tx.delete(key(MAIN, "10.1.0.0/16")));
        assertEquals(1, stat("route.attributes"));
        kernel.commit(REQUEST, tx -> tx.put(route));
        assertEquals(1, stat("route.attributes"), "those that were forgotten are known again");
        kernel.commit(REQUEST, tx -> tx.delete(route.key()));
        assertEquals(0, stat("route.attributes"));
    }

    @Test
    void rememberedAttributesAreLookedAtAgainWhenInterfacesChange() {
        kernel.commit(REQUEST, tx -> tx.add(route));
        kernel.commit(NETLINK, tx -> {
            tx.put(Samples.ifd(1, "wan0"));
            tx.put(Samples.ifl(1, "wan0"));
        });
        kernel.commit(REQUEST, tx -> {
            Route stored = (Route) tx.add(new Route(key(MAIN, "10.1.0.0/16"), route.attributes()));
            assertEquals(List.of(via("192.0.1.9", 1, "wan0")), stored.nexthops());
        });
        assertEquals(1, stat("route.attributes"));
    }

    @Test
    void numbersAreAsGoodAsObjects() {
        RouteRow row = new RouteRow().set(route);
        kernel.commit(REQUEST, tx -> {
            tx.add(row);
            assertTrue(tx.get(row));
            assertEquals(List.of(via("192.0.1.9", 1, "eth0")), row.attributes().nexthops(), "as it was stored");
            tx.put(row.attributes(moved.attributes()));
            assertFalse(tx.get(new RouteRow().key(key(MAIN, "10.0.0.0/9"))));
            assertFalse(tx.remove(new RouteRow().key(key(77, "10.0.0.0/8"))));
        });
        assertEquals(List.of("ADD route 10.0.0.0/8 priority 0 in table 254"), reporters.lines());
        kernel.commit(REQUEST, tx -> assertTrue(tx.remove(new RouteRow().key(route.key()))));
        assertEquals(List.of("DELETE route 10.0.0.0/8 priority 0 in table 254"), reporters.lines());
    }

    @Test
    void lookupFollowsATableThatComesAndGoes() {
        RouteLookup lookup = kernel.lookup(7, Family.INET);
        IpAddress address = IpAddress.parse("10.1.2.3");
        Route there = route(key(7, "10.0.0.0/8"), RouteType.BLACKHOLE);
        for (int i = 0; i < 3; i++) {
            assertNull(lookup.match(address.high(), address.low()));
            kernel.commit(REQUEST, tx -> {
                tx.add(table(7, Family.INET));
                tx.add(there);
            });
            assertEquals(there.attributes(), lookup.match(address.high(), address.low()));
            kernel.commit(REQUEST, tx -> tx.delete(new RtTable.Key(7, Family.INET)));
        }
        assertNull(lookup.match(address.high(), address.low()));
    }

    @Test
    void tableThatGoesTakesRoutesOfTheSameCommitToo() {
        kernel.commit(REQUEST, tx -> {
            tx.add(table(7, Family.INET));
            tx.add(route(key(7, "10.0.0.0/8"), RouteType.BLACKHOLE));
        });
        reporters.heard.clear();
        kernel.commit(REQUEST, tx -> {
            tx.add(route(key(7, "10.1.0.0/16"), RouteType.BLACKHOLE));
            tx.delete(new RtTable.Key(7, Family.INET));
            assertNull(tx.get(key(7, "10.1.0.0/16")));
        });
        assertEquals(List.of("DELETE route 10.0.0.0/8 priority 0 in table 7"), reporters.lines());
        assertEquals(0, stat("route.bytes.exact"), "nothing is left of the table");
    }

    @Test
    void walkShowsTheRoutesWithinAPrefixInOrder() {
        List<Route.Key> keys = List.of(
                key(MAIN, "0.0.0.0/0"),
                key(MAIN, "10.0.0.0/8"),
                key(MAIN, "10.0.0.0/16"),
                Route.Key.of(MAIN, Prefix.parse("10.0.0.0/16"), 5),
                new Route.Key(MAIN, Prefix.parse("10.0.0.0/24"), 0, 4, null, 0),
                key(MAIN, "10.255.255.255/32"),
                key(MAIN, "11.0.0.0/8"));
        kernel.commit(REQUEST, tx -> keys.reversed().forEach(key -> tx.add(route(key, RouteType.BLACKHOLE))));
        assertEquals(keys, walked("0.0.0.0/0"));
        assertEquals(keys.subList(1, 6), walked("10.0.0.0/8"));
        assertEquals(keys.subList(2, 5), walked("10.0.0.0/9"));
        assertEquals(keys.subList(5, 6), walked("10.255.255.255/32"));
        assertEquals(List.of(), walked("12.0.0.0/8"));
        assertEquals(List.of(), walked("::/0"));
    }

    private List<Route.Key> walked(String within) {
        List<Route.Key> keys = new ArrayList<>();
        kernel.walk(MAIN, Prefix.parse(within), row -> keys.add(row.key()));
        return keys;
    }
}
