// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.driver.netlink.MirrorFixture.APPENDED;
import static org.rtsock.driver.netlink.MirrorFixture.BESIDE;
import static org.rtsock.driver.netlink.MirrorFixture.CREATED;
import static org.rtsock.driver.netlink.MirrorFixture.REPLACED;
import static org.rtsock.driver.netlink.MirrorFixture.gone;
import static org.rtsock.driver.netlink.MirrorFixture.route;
import static org.rtsock.driver.netlink.MirrorFixture.seen;
import static org.rtsock.driver.netlink.MirrorFixture.via;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

class RouteMirrorTest {
    private static final Route A = route("10.5.0.0/16", via("10.0.0.1", 2));
    private static final Route B = route("10.5.0.0/16", via("10.0.0.2", 3));
    private static final Route SIX_A = route("2001:db8::/48", via("fe80::1", 2));
    private static final Route SIX_B = route("2001:db8::/48", via("fe80::2", 3));
    private static final Route SIX_AB = route("2001:db8::/48", via("fe80::1", 2), via("fe80::2", 3));

    private final MirrorFixture fixture = new MirrorFixture();

    @Test
    void createdRoutesComeWithTheirTable() {
        fixture.hear(seen(CREATED, A));
        assertEquals(List.of("10.0.0.1"), fixture.gateways(A.key()));
        assertEquals(new RtTable(254, "main", Family.INET), fixture.get(A.key().tableKey()));
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    @Test
    void repeatedEventsChangeNothing() {
        fixture.hear(seen(CREATED, A));
        fixture.observed.takeLog();
        fixture.hear(seen(CREATED, A), gone(A), seen(CREATED, A));
        assertEquals(List.of(), fixture.observed.takeLog());
    }

    @Test
    void replacedInetRouteIsChangedInPlace() {
        fixture.hear(seen(CREATED, A), seen(REPLACED, B));
        assertEquals(List.of("10.0.0.2"), fixture.gateways(A.key()));
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    @Test
    void inetRouteBesideAnotherIsLeftToADump() {
        fixture.hear(seen(CREATED, A), seen(APPENDED, B));
        assertEquals(List.of("10.0.0.1"), fixture.gateways(A.key()));
        assertEquals(ResyncPlan.INET, fixture.owed());
    }

    @Test
    void deleteOfAnotherInetRouteThanTheKnownOneIsLeftToADump() {
        fixture.hear(seen(CREATED, A), gone(B));
        assertTrue(fixture.has(A.key()));
        assertEquals(ResyncPlan.INET, fixture.owed());
        fixture.hear(gone(A), gone(A));
        assertFalse(fixture.has(A.key()));
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    @Test
    void whereRoutesStandSideBySideEveryEventIsLeftToADump() {
        fixture.hear(seen(CREATED, A));
        Route.Key second = Instances.numbered(A.key(), 1);
        fixture.hear(seen(CREATED, new Route(second, 4, RouteType.UNICAST, B.nexthops(), RouteState.PROGRAMMED, null)));
        fixture.hear(gone(A));
        assertEquals(ResyncPlan.INET, fixture.owed());
        fixture.hear(seen(REPLACED, B));
        assertEquals(ResyncPlan.INET, fixture.owed());
        assertEquals(List.of("10.0.0.1"), fixture.gateways(A.key()));
    }

    @Test
    void legsOfAnInet6RouteGoOneByOne() {
        fixture.hear(seen(BESIDE, SIX_AB));
        assertEquals(List.of("fe80::1", "fe80::2"), fixture.gateways(SIX_A.key()));
        fixture.hear(gone(SIX_A));
        assertEquals(List.of("fe80::2"), fixture.gateways(SIX_A.key()));
        fixture.hear(gone(SIX_B));
        assertNull(fixture.get(SIX_A.key()));
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    @Test
    void lastLegOfAnInet6RouteLosesItsWeight() {
        Route weighted = SIX_AB.withNexthops(SIX_AB.nexthops().stream()
                .map(leg -> new Nexthop(leg.gateway(), leg.ifl(), leg.ifname(), 3))
                .toList());
        fixture.hear(seen(BESIDE, weighted), gone(SIX_A));
        assertEquals(List.of("fe80::2"), fixture.gateways(SIX_A.key()));
        assertEquals(1, ((Route) Objects.requireNonNull(fixture.get(SIX_A.key()))).nexthops().getFirst().weight());
    }

    @Test
    void legsOfAnInet6RouteGoTogether() {
        fixture.hear(seen(BESIDE, SIX_AB), gone(SIX_AB));
        assertNull(fixture.get(SIX_A.key()));
    }

    @Test
    void deleteOfAnUnknownLegIsLeftToADump() {
        fixture.hear(seen(CREATED, SIX_A), gone(SIX_B));
        assertEquals(List.of("fe80::1"), fixture.gateways(SIX_A.key()));
        assertEquals(ResyncPlan.INET6, fixture.owed());
    }

    @Test
    void replacedInet6RouteIsTakenAndConfirmedLater() {
        fixture.hear(seen(BESIDE, SIX_AB));
        assertEquals(ResyncPlan.NONE, fixture.owed());
        fixture.hear(seen(REPLACED, SIX_B));
        assertEquals(List.of("fe80::2"), fixture.gateways(SIX_A.key()));
        assertEquals(ResyncPlan.INET6, fixture.owed());
    }

    @Test
    void appendedInet6LegIsLeftToADumpWhichKnowsTheOrder() {
        fixture.hear(seen(CREATED, SIX_A), seen(APPENDED, route("2001:db8::/48", via("fe80::2", 3), via("fe80::1", 2))));
        assertEquals(List.of("fe80::1"), fixture.gateways(SIX_A.key()));
        assertEquals(ResyncPlan.INET6, fixture.owed());
    }

    @Test
    void hostsOwnInet6RoutesStandSideBySideOnTheirLinks() {
        Route first = kernelRoute(2);
        Route second = kernelRoute(3);
        fixture.hear(seen(CREATED, first), seen(BESIDE, second));
        assertTrue(fixture.has(first.key()) && fixture.has(second.key()));
        fixture.hear(gone(first));
        assertFalse(fixture.has(first.key()));
        assertTrue(fixture.has(second.key()));
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    private static Route kernelRoute(int link) {
        Route route = route("fe80::/64", Nexthop.on(link));
        return new Route(route.key(), RouteProtocol.KERNEL, RouteType.UNICAST, route.nexthops(), RouteState.PROGRAMMED, null);
    }

    @Test
    void replacedInet6RouteOnALinkIsLeftToADumpBecauseItMayHaveBeenOnAnother() {
        fixture.hear(seen(CREATED, route("2001:db8::/48", Nexthop.on(2))), seen(REPLACED, route("2001:db8::/48", Nexthop.on(3))));
        assertEquals(ResyncPlan.INET6, fixture.owed());
    }

    @Test
    void routeThroughAnUnknownLinkAsksForADump() {
        fixture.hear(seen(CREATED, route("10.6.0.0/16", Nexthop.on(9))));
        assertEquals(1, fixture.counters.refused.sum());
        assertEquals(ResyncPlan.BOTH, fixture.owed());
    }
}
