// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

class RouteRowTest {
    private static final RouteAttributes VIA = attributes("192.0.2.1");

    @Test
    void rowAndValueAreTheSameRoute() {
        Route inet = new Route(new Route.Key(100, Prefix.parse("10.1.0.0/16"), 20, 8, null, 3), VIA);
        Prefix source = Prefix.parse("2001:db8:1::/48");
        Route inet6 = new Route(new Route.Key(254, Prefix.parse("2001:db8::/64"), -1, 0, source, 0), VIA);
        RouteRow row = new RouteRow();
        assertEquals(inet, row.set(inet).route());
        assertEquals(inet6, row.set(inet6).route());
        assertEquals(inet.key(), row.key(inet.key()).key(), "nothing of the route before is left");
    }

    @Test
    void anotherPrefixForgetsWhatToldTheLastRouteApart() {
        RouteRow row = new RouteRow().table(7).set(new Route(new Route.Key(7, Prefix.parse("10.0.0.0/8"), 5, 16, null, 9), VIA));
        row.prefix(Family.INET, 0x0b00_0000_0000_0000L, 0, 8);
        assertEquals(new Route.Key(7, Prefix.parse("11.0.0.0/8"), 0, 0, null, 0), row.key());
        assertNull(row.source());
    }

    @Test
    void whatIsNoPrefixIsRefused() {
        RouteRow row = new RouteRow();
        assertInvalid(() -> row.prefix(Family.INET, 0x0a00_0001_0000_0000L, 0, 24));
        assertInvalid(() -> row.prefix(Family.INET, 0, 0, 33));
        assertInvalid(() -> row.prefix(Family.INET6, 0, 1, 127));
        assertInvalid(() -> row.table(0));
        assertInvalid(() -> row.apart(256, null, 0));
        assertInvalid(() -> row.apart(0, Prefix.parse("2001:db8::/32"), 0));
        assertThrows(IllegalStateException.class, row::attributes);
    }

    @Test
    void attributesAreValues() {
        assertEquals(VIA, attributes("192.0.2.1"));
        assertEquals(VIA.hashCode(), attributes("192.0.2.1").hashCode());
        assertNotEquals(VIA, attributes("192.0.2.2"));
        assertSame(VIA, VIA.withNexthops(attributes("192.0.2.1").nexthops()));
    }

    private static RouteAttributes attributes(String gateway) {
        List<Nexthop> legs = List.of(Nexthop.via(IpAddress.parse(gateway), 2));
        return new RouteAttributes(RouteProtocol.STATIC, RouteType.UNICAST, legs, RouteState.STORED, null);
    }

    private static void assertInvalid(Runnable work) {
        assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, work::run).errno());
    }
}
