// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.driver.netlink.MirrorFixture.address;
import static org.rtsock.driver.netlink.MirrorFixture.link;
import static org.rtsock.driver.netlink.MirrorFixture.route;
import static org.rtsock.driver.netlink.MirrorFixture.via;
import static org.rtsock.driver.netlink.MirrorFixture.vlan;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RtTable;

class ReconciliationTest {
    private static final List<HostLink> LINKS = List.of(link(2, "v0"), link(3, "v1"));
    private static final Ifa ADDRESS = address(2, "10.0.0.9", 24);
    private static final Route A = route("10.5.0.0/16", via("10.0.0.1", 2));
    private static final Route B = route("10.5.0.0/16", via("10.0.0.2", 3));
    private static final Route SIX = route("2001:db8::/48", via("fe80::1", 2));

    private final MirrorFixture fixture = new MirrorFixture();

    private static HostDump dump(List<HostLink> links, List<Ifa> addresses, Set<Family> families, Route... routes) {
        return new HostDump(links, addresses, List.of(routes), families, false);
    }

    @Test
    void mainAndLocalAreThereFromTheStart() {
        fixture.reconcile(dump(List.of(), List.of(), ResyncPlan.BOTH), true);
        assertTrue(fixture.has(new RtTable.Key(RtTable.MAIN, Family.INET6)));
        assertEquals(new RtTable(RtTable.LOCAL, "local", Family.INET), fixture.get(new RtTable.Key(RtTable.LOCAL, Family.INET)));
    }

    @Test
    void listenersSeeOnlyTheDifference() {
        fixture.reconcile(dump(LINKS, List.of(ADDRESS), ResyncPlan.BOTH, A, SIX), true);
        fixture.observed.takeLog();
        fixture.reconcile(dump(LINKS, List.of(ADDRESS), ResyncPlan.BOTH, A, SIX), true);
        assertEquals(List.of(), fixture.observed.takeLog());
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.BOTH, SIX), true);
        assertEquals(List.of("DELETE " + A.key(), "DELETE " + ADDRESS.key()), fixture.observed.takeLog());
    }

    @Test
    void routesOfAFamilyThatWasNotDumpedStay() {
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.BOTH, A, SIX), true);
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.INET), true);
        assertFalse(fixture.has(A.key()));
        assertTrue(fixture.has(SIX.key()));
    }

    @Test
    void whatOthersPutIsNotSwept() {
        Route stored = new Route(A.key(), A.protocol(), A.kind(), A.nexthops(), RouteState.STORED, null);
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.BOTH), true);
        fixture.observed.kernel.commit(new Cause.Request("unix", 1, 1), tx -> tx.add(stored));
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.BOTH), true);
        assertTrue(fixture.has(A.key()));
    }

    @Test
    void routesSideBySideGetNumbersInTheHostsOrder() {
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.INET, A, B), true);
        assertEquals(List.of("10.0.0.1"), fixture.gateways(A.key()));
        assertEquals(List.of("10.0.0.2"), fixture.gateways(Instances.numbered(A.key(), 1)));
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.INET, B), true);
        assertEquals(List.of("10.0.0.2"), fixture.gateways(A.key()));
        assertNull(fixture.get(Instances.numbered(A.key(), 1)));
    }

    @Test
    void routesSideBySideKeepTheirMetrics() {
        RouteMetrics mtu = new RouteMetrics(List.of(new RouteMetrics.Entry(RouteMetric.MTU, 1300, true)));
        Route locked = new Route(B.key(), B.attributes().withMetrics(mtu));
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.INET, A, locked), true);
        Route second = assertInstanceOf(Route.class, fixture.get(Instances.numbered(A.key(), 1)));
        assertEquals(mtu, second.metrics());
    }

    @Test
    void disturbedDumpRemovesNothingAndDoublesNothing() {
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.BOTH, A), true);
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.BOTH, SIX, SIX), false);
        assertTrue(fixture.has(A.key()) && fixture.has(SIX.key()));
        assertFalse(fixture.has(Instances.numbered(SIX.key(), 1)));
    }

    @Test
    void linkThatIsGoneTakesNoRouteThatIsThere() {
        Route both = route("10.5.0.0/16", via("10.0.0.1", 2), via("10.0.0.2", 3));
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.BOTH, both), true);
        fixture.observed.takeLog();
        fixture.reconcile(dump(List.of(link(2, "v0")), List.of(), ResyncPlan.BOTH, A), true);
        assertFalse(fixture.has(new Ifd.Key(3)));
        assertEquals(List.of("10.0.0.1"), fixture.gateways(A.key()));
        assertTrue(fixture.observed.takeLog().contains("CHANGE " + A.key()));
    }

    @Test
    void vlansMayComeBeforeTheLinksThatCarryThem() {
        fixture.reconcile(dump(List.of(vlan(8, 7, 30), vlan(7, 9, 20), link(9, "v9")), List.of(), ResyncPlan.BOTH), true);
        assertEquals(new Ifl(8, "vlan30", 9, 30, true), fixture.get(new Ifl.Key(8)));
        assertEquals(new Ifl(7, "vlan20", 9, 20, true), fixture.get(new Ifl.Key(7)));
    }

    @Test
    void refusedObjectsAreCountedAndTheRestIsPut() {
        fixture.reconcile(dump(LINKS, List.of(), ResyncPlan.INET, route("10.7.0.0/16"), A), true);
        assertEquals(1, fixture.counters.refused.sum());
        assertTrue(fixture.has(A.key()));
    }
}
