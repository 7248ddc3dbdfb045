// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteMetrics.Entry;
import org.rtsock.api.message.RouteType;

class RouteWordsTest {
    private static Route parse(String line) {
        return RouteWords.parse(Operation.ADD, List.of(line.split(" ")));
    }

    @Test
    void wordsMayComeInAnyOrder() {
        Route route = parse("10.0.0.0/8 priority 4294967295 weight 9 dev eth0.7 table 4000000000 via 192.0.2.1");
        assertEquals(Route.Key.of((int) 4_000_000_000L, Lab.NET, -1), route.key());
        assertEquals(List.of(new Nexthop(IpAddress.parse("192.0.2.1"), 0, "eth0.7", 9)), route.nexthops());
        assertEquals(RouteType.UNICAST, route.kind());
        assertEquals(4, route.protocol());
    }

    @Test
    void eachNexthopHasItsOwnWords() {
        Route route = parse("10.0.0.0/8 nexthop via 192.0.2.1 weight 2 nexthop dev 7 nexthop via 192.0.2.3 dev eth1");
        assertEquals(
                List.of(
                        new Nexthop(IpAddress.parse("192.0.2.1"), 0, "", 2),
                        new Nexthop(null, 7, "", 1),
                        new Nexthop(IpAddress.parse("192.0.2.3"), 0, "eth1", 1)),
                route.nexthops());
    }

    @Test
    void defaultHasTheFamilyOfItsGateway() {
        assertEquals("0.0.0.0/0", parse("default via 192.0.2.1").key().prefix().toString());
        assertEquals("::/0", parse("default dev eth0 via fe80::1").key().prefix().toString());
        assertEquals("0.0.0.0/0", parse("default dev eth0").key().prefix().toString());
    }

    @Test
    void addressAloneIsAHost() {
        assertEquals("2001:db8::1/128", parse("2001:db8::1 blackhole").key().prefix().toString());
    }

    @Test
    void tablesHaveNames() {
        assertEquals(254, parse("default blackhole").key().table());
        assertEquals(254, parse("default blackhole table main").key().table());
        assertEquals(255, parse("default blackhole table local").key().table());
    }

    @Test
    void rejectIsUnreachable() {
        assertEquals(RouteType.UNREACHABLE, parse("default reject").kind());
        assertEquals(RouteType.BLACKHOLE, parse("default blackhole").kind());
    }

    @Test
    void kernelDecidesOnWhatIsWellFormed() {
        assertEquals(List.of(), parse("10.0.0.0/8").nexthops());
        assertEquals("fe80::1", String.valueOf(parse("10.0.0.0/8 via fe80::1").nexthops().getFirst().gateway()));
        assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, () -> parse("10.0.0.0/33")).errno());
    }

    @Test
    void wrongWordsAreNamed() {
        wrong("'wia' is not a word for a route", "10.0.0.0/8 wia 192.0.2.1");
        wrong("'via' needs a gateway after it", "10.0.0.0/8 via");
        wrong("gateway 'gw' is not an address", "10.0.0.0/8 via gw");
        wrong("'via' stands twice", "10.0.0.0/8 via 192.0.2.1 via 192.0.2.2");
        wrong("'dev' stands twice", "10.0.0.0/8 dev a dev b");
        wrong("'weight' stands twice", "10.0.0.0/8 dev a weight 1 weight 1");
        wrong("weight '257' is not 1 to 256", "10.0.0.0/8 dev a weight 257");
        wrong("weight '1x' is not 1 to 256", "10.0.0.0/8 dev a weight 1x");
        wrong("priority '4294967296' is not 0 to 4294967295", "10.0.0.0/8 priority 4294967296");
        wrong("table 'top' is not 1 to 4294967295", "10.0.0.0/8 table top");
        wrong("'a next hop without the word 'nexthop'' stands twice", "10.0.0.0/8 via 192.0.2.1 nexthop dev a");
        wrong("a next hop needs 'via GATEWAY' or 'dev IFL'", "10.0.0.0/8 nexthop weight 3");
        wrong("a route that is blackhole has no next hop", "10.0.0.0/8 blackhole dev a");
        wrong("'blackhole or reject' stands twice", "10.0.0.0/8 blackhole reject");
    }

    @Test
    void deleteAndLosingTakeTheKeyOnly() {
        for (Operation operation : List.of(Operation.DELETE, Operation.LOSING)) {
            Route route = RouteWords.parse(operation, List.of("10.0.0.0/8", "table", "7", "priority", "3"));
            assertEquals(Route.Key.of(7, Lab.NET, 3), route.key());
            UsageException e = assertThrows(
                    UsageException.class, () -> RouteWords.parse(operation, List.of("10.0.0.0/8", "via", "192.0.2.1")));
            assertEquals("'via' is neither 'table N' nor 'priority P', which name a route", e.getMessage());
        }
    }

    @Test
    void metricsHaveAValueAndMayBeLocked() {
        Route route = parse("10.0.0.0/8 rttvar 9223372036854775807 dev a mtu lock 1400 weight 2 expire 0 proto1 proto3");
        assertEquals(
                RouteMetrics.of(
                        new Entry(RouteMetric.MTU, 1400, true),
                        new Entry(RouteMetric.EXPIRE, 0, false),
                        new Entry(RouteMetric.RTTVAR, Long.MAX_VALUE, false)),
                route.metrics());
        assertEquals(Set.of(RouteFlag.PROTO1, RouteFlag.PROTO3), route.flags());
        assertEquals(List.of(new Nexthop(null, 0, "a", 2)), route.nexthops());
        assertEquals(RouteMetrics.NONE, parse("10.0.0.0/8 dev a").metrics());
    }

    @Test
    void lockNamesMetricsAndOffUnlocksThem() {
        Route route = RouteWords.parse(Operation.LOCK, List.of("10.0.0.0/8", "mtu", "rtt", "off", "table", "7", "rttvar"));
        assertEquals(Route.Key.of(7, Lab.NET, 0), route.key());
        assertEquals(
                RouteMetrics.of(
                        new Entry(RouteMetric.MTU, 0, true), new Entry(RouteMetric.RTT, 0, false), new Entry(RouteMetric.RTTVAR, 0, true)),
                route.metrics());
        UsageException e = assertThrows(
                UsageException.class, () -> RouteWords.parse(Operation.LOCK, List.of("10.0.0.0/8", "mtu", "1400")));
        assertEquals("'1400' is neither a metric nor 'table N' or 'priority P', which name a route", e.getMessage());
    }

    @Test
    void wrongMetricsAreNamed() {
        wrong("'mtu' needs a number after it", "10.0.0.0/8 mtu");
        wrong("'mtu' needs a number after it", "10.0.0.0/8 mtu lock");
        wrong("mtu 'big' is not 0 to 9223372036854775807", "10.0.0.0/8 mtu big");
        wrong("'mtu' stands twice", "10.0.0.0/8 mtu 1400 mtu 1500");
        wrong("'proto1' stands twice", "10.0.0.0/8 proto1 proto1");
        wrong("'dynamic' is not a word for a route", "10.0.0.0/8 dynamic");
        wrong("'off' is not a word for a route", "10.0.0.0/8 mtu 1400 off");
    }

    private static void wrong(String message, String line) {
        assertEquals(message, assertThrows(UsageException.class, () -> parse(line)).getMessage());
    }
}
