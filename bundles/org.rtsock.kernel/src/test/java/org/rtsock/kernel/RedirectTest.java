// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.kernel.Samples.MAIN;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifa;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.via;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtStats.Counter;

/// `rtredirect`, `rt_losing` and reported lookups.
final class RedirectTest {
    private static final IpAddress FAR = IpAddress.parse("198.51.100.7");
    private static final Prefix HOST = Prefix.of(FAR);

    private final KernelCore kernel = kernel("eth0", "eth1");
    private final Reporters reporters = new Reporters(kernel, List.of(MessageType.ROUTE, MessageType.REDIRECT));
    private final List<RouteEvent> events = new ArrayList<>();

    {
        kernel.onEvent(events::add);
        kernel.commit(REQUEST, tx -> tx.add(route("198.51.100.0/24", via("192.0.1.254", 1))));
        reporters.lines();
    }

    @AfterEach
    void detach() {
        reporters.close();
    }

    private static Redirect redirect(String gateway, String author) {
        return new Redirect(new Redirect.Key(MAIN, HOST), IpAddress.parse(gateway), IpAddress.parse(author), false);
    }

    private Route lookup() {
        Route route = kernel.lookup(MAIN, FAR);
        assertNotNull(route);
        return route;
    }

    private long counted(int protocol, Counter counter) {
        long[] count = new long[1];
        kernel.commit(REQUEST, tx -> count[0] =
                tx.get(new RtStats.Key(MAIN, Family.INET, protocol)) instanceof RtStats stats ? stats.count(counter) : 0);
        return count[0];
    }

    private void refused(Errno errno, Redirect redirect) {
        long version = kernel.version();
        RoutingException e = assertThrows(RoutingException.class, () -> kernel.redirect(NETLINK, redirect));
        assertEquals(errno, e.errno(), e.getMessage());
        assertEquals(List.of(new RouteEvent.RedirectRefused(redirect, errno, NETLINK)), events);
        assertEquals(List.of(), reporters.lines());
        assertEquals(version, kernel.version());
        assertEquals(1, counted(0, Counter.BAD_REDIRECTS));
        assertEquals(0, counted(RouteProtocol.REDIRECT, Counter.DYNAMIC));
    }

    @Test
    void betterGatewayMakesAHostRoute() {
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        assertEquals(
                List.of(
                        "ADD route 198.51.100.7/32 priority 0 in table 254",
                        "ADD redirect of 198.51.100.7/32 in table 254"),
                reporters.lines());
        assertEquals(RouteProtocol.REDIRECT, lookup().protocol());
        assertEquals(Set.of(RouteFlag.DYNAMIC), lookup().flags());
        assertEquals(List.of(via("192.0.1.253", 1, "eth0")), lookup().nexthops());
        assertEquals(1, counted(RouteProtocol.REDIRECT, Counter.DYNAMIC));
        assertEquals(List.of(), events, "state is told as state");
    }

    @Test
    void hostRouteThatIsThereIsLedElsewhere() {
        kernel.commit(REQUEST, tx -> tx.add(route("198.51.100.7/32", via("192.0.1.254", 1), via("192.0.2.254", 2))));
        reporters.lines();
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        assertEquals(
                List.of(
                        "CHANGE route 198.51.100.7/32 priority 0 in table 254",
                        "ADD redirect of 198.51.100.7/32 in table 254"),
                reporters.lines());
        assertEquals(List.of(via("192.0.1.253", 1, "eth0"), via("192.0.2.254", 2, "eth1")), lookup().nexthops());
        assertEquals(Set.of(RouteFlag.MODIFIED), lookup().flags());
        assertEquals(1, counted(RouteProtocol.STATIC, Counter.NEW_GATEWAYS));
        kernel.commit(REQUEST, tx -> tx.delete(new Redirect.Key(MAIN, HOST)));
        assertEquals(List.of("DELETE redirect of 198.51.100.7/32 in table 254"), reporters.lines());
    }

    @Test
    void secondRedirectLeadsTheRouteOfTheFirstElsewhere() {
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        kernel.redirect(REQUEST, redirect("192.0.1.252", "192.0.1.253"));
        assertEquals(Set.of(RouteFlag.DYNAMIC, RouteFlag.MODIFIED), lookup().flags());
        reporters.lines();
        kernel.commit(REQUEST, tx -> assertTrue(tx.remove(new Redirect.Key(MAIN, HOST))));
        assertEquals(
                List.of(
                        "DELETE redirect of 198.51.100.7/32 in table 254",
                        "DELETE route 198.51.100.7/32 priority 0 in table 254"),
                reporters.lines());
    }

    @Test
    void redirectEndsWithItsRoute() {
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        reporters.lines();
        kernel.commit(REQUEST, tx -> tx.delete(route("198.51.100.7/32").key()));
        assertEquals(
                List.of(
                        "DELETE redirect of 198.51.100.7/32 in table 254",
                        "DELETE route 198.51.100.7/32 priority 0 in table 254"),
                reporters.lines());
    }

    @Test
    void redirectEndsWhenItsRouteIsLedElsewhere() {
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        reporters.lines();
        kernel.commit(REQUEST, tx -> tx.change(lookup().withNexthops(List.of(via("192.0.1.9", 1)))));
        assertEquals(
                List.of(
                        "DELETE redirect of 198.51.100.7/32 in table 254",
                        "CHANGE route 198.51.100.7/32 priority 0 in table 254"),
                reporters.lines());
    }

    @Test
    void anotherRouteWithTheSameGatewayDoesNotKeepItInForce() {
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        Route.Key other = Route.Key.of(MAIN, HOST, 10);
        kernel.commit(
                REQUEST, tx -> tx.add(Samples.route(other, RouteType.UNICAST, via("192.0.1.253", 1))));
        reporters.lines();
        kernel.commit(REQUEST, tx -> tx.delete(new Redirect.Key(MAIN, HOST)));
        assertEquals(
                List.of(
                        "DELETE redirect of 198.51.100.7/32 in table 254",
                        "DELETE route 198.51.100.7/32 priority 0 in table 254"),
                reporters.lines());
    }

    @Test
    void routeOfAnotherProtocolInItsPlaceEndsIt() {
        kernel.redirect(NETLINK, redirect("192.0.1.253", "192.0.1.254"));
        kernel.commit(NETLINK, tx -> tx.put(route("198.51.100.7/32", via("192.0.1.253", 1))));
        assertEquals(Set.of(route("198.51.100.0/24").key(), route("198.51.100.7/32").key()), reporters.replica.keySet());
    }

    @Test
    void redirectOfANetworkIsHeldAgainstTheRouteToAllOfIt() {
        kernel.commit(REQUEST, tx -> tx.add(route("198.51.100.0/28", via("192.0.1.9", 1))));
        Prefix network = Prefix.parse("198.51.100.0/25");
        kernel.redirect(
                REQUEST,
                new Redirect(
                        new Redirect.Key(MAIN, network),
                        IpAddress.parse("192.0.1.253"),
                        IpAddress.parse("192.0.1.254"),
                        false));
        Route made = kernel.find(MAIN, network);
        assertNotNull(made);
        assertEquals(List.of(via("192.0.1.253", 1, "eth0")), made.nexthops());
    }

    @Test
    void linkLocalGatewayWithoutARouteIsOnNoKnownLink() {
        Redirect redirect = new Redirect(
                new Redirect.Key(MAIN, Prefix.parse("2001:db8::7/128")),
                IpAddress.parse("fe80::2"),
                IpAddress.parse("fe80::1"),
                false);
        RoutingException e = assertThrows(RoutingException.class, () -> kernel.redirect(REQUEST, redirect));
        assertEquals(Errno.EINVAL, e.errno());
    }

    @Test
    void driversRedirectIsLeftToTheDriverWhenItIsSuspected() {
        kernel.redirect(NETLINK, redirect("192.0.1.253", "192.0.1.254"));
        Route made = lookup();
        kernel.losing(REQUEST, MAIN, FAR);
        assertEquals(made, lookup());
        kernel.losing(NETLINK, MAIN, FAR);
        assertEquals(Prefix.parse("198.51.100.0/24"), lookup().key().prefix());
    }

    @Test
    void redirectGoesWithTheInterfaceOfItsGateway() {
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        reporters.lines();
        kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        assertEquals("DELETE redirect of 198.51.100.7/32 in table 254", reporters.lines().getFirst());
    }

    @Test
    void gatewayMustBeOnAConnectedNetwork() {
        refused(Errno.ENETUNREACH, redirect("203.0.113.1", "192.0.1.254"));
    }

    @Test
    void authorMustBeTheGatewayInUse() {
        refused(Errno.EINVAL, redirect("192.0.1.253", "192.0.1.252"));
    }

    @Test
    void nobodyIsLedToHimself() {
        kernel.commit(NETLINK, tx -> tx.put(ifa(1, "192.0.1.77/24")));
        reporters.lines();
        refused(Errno.EHOSTUNREACH, redirect("192.0.1.77", "192.0.1.254"));
    }

    @Test
    void destinationOnALinkNeedsNoRouter() {
        kernel.commit(REQUEST, tx -> tx.add(route("198.51.100.7/32", Samples.on(1, "eth0"))));
        reporters.lines();
        refused(Errno.EHOSTUNREACH, redirect("192.0.1.253", "192.0.1.254"));
    }

    @Test
    void whatADriverPutIsNotARequestersToLeadElsewhere() {
        kernel.commit(NETLINK, tx -> tx.put(route("198.51.100.7/32", via("192.0.1.254", 1))));
        reporters.lines();
        Redirect redirect = redirect("192.0.1.253", "192.0.1.254");
        RoutingException e = assertThrows(RoutingException.class, () -> kernel.redirect(REQUEST, redirect));
        assertEquals(Errno.EOPNOTSUPP, e.errno());
        assertEquals(List.of(), reporters.lines());
    }

    @Test
    void tooManyRedirectsAreRefused() {
        KernelCore small = new KernelCore(0, 1);
        small.commit(NETLINK, tx -> {
            tx.put(Samples.table(MAIN, Family.INET));
            tx.put(Samples.ifd(1, "eth0"));
            tx.put(Samples.ifl(1, "eth0"));
            tx.put(Samples.iff(1, Family.INET));
            tx.put(ifa(1, "192.0.1.1/24"));
        });
        small.redirect(NETLINK, redirect("192.0.1.253", "192.0.1.254"));
        small.redirect(NETLINK, redirect("192.0.1.252", "192.0.1.253"));
        Redirect other = new Redirect(
                new Redirect.Key(MAIN, Prefix.parse("198.51.100.8/32")),
                IpAddress.parse("192.0.1.253"),
                IpAddress.parse("192.0.1.254"),
                false);
        assertEquals(Errno.ENOBUFS, assertThrows(RoutingException.class, () -> small.redirect(NETLINK, other)).errno());
    }

    @Test
    void linkLocalGatewayIsWhereItsAuthorIs() {
        kernel.commit(REQUEST, tx -> tx.add(route("2001:db8::/32", via("fe80::1", 2))));
        Prefix host = Prefix.parse("2001:db8::7/128");
        kernel.redirect(
                REQUEST,
                new Redirect(new Redirect.Key(MAIN, host), IpAddress.parse("fe80::2"), IpAddress.parse("fe80::1"), false));
        Route made = kernel.lookup(MAIN, host.address());
        assertNotNull(made);
        assertEquals(List.of(via("fe80::2", 2, "eth1")), made.nexthops());
    }

    @Test
    void lookupThatFindsNothingIsToldWhenReported() {
        IpAddress nowhere = IpAddress.parse("203.0.113.9");
        assertNull(kernel.lookup(MAIN, nowhere));
        assertEquals(List.of(), events);
        assertNull(kernel.resolve(REQUEST, MAIN, nowhere));
        assertEquals(List.of(new RouteEvent.Miss(MAIN, Prefix.of(nowhere), REQUEST)), events);
        assertEquals(1, counted(0, Counter.MISSES));
    }

    @Test
    void routeThatAsksForResolutionIsTold() {
        Route asking = route("203.0.113.0/24", via("192.0.1.9", 1));
        kernel.commit(
                REQUEST, tx -> tx.add(new Route(asking.key(), asking.attributes().withFlags(Set.of(RouteFlag.XRESOLVE)))));
        Route found = kernel.resolve(REQUEST, MAIN, IpAddress.parse("203.0.113.9"));
        assertNotNull(found);
        assertEquals(List.of(new RouteEvent.Resolve(Prefix.parse("203.0.113.9/32"), found, REQUEST)), events);
        assertEquals(1, counted(RouteProtocol.STATIC, Counter.RESOLVES));
        assertEquals(0, counted(RouteProtocol.STATIC, Counter.WILDCARDS));
    }

    @Test
    void defaultRouteIsAWildcard() {
        kernel.commit(REQUEST, tx -> tx.add(route("0.0.0.0/0", via("192.0.1.9", 1))));
        kernel.resolve(REQUEST, MAIN, IpAddress.parse("203.0.113.9"));
        assertEquals(1, counted(RouteProtocol.STATIC, Counter.WILDCARDS));
    }

    @Test
    void losingEndsTheRouteOfARedirectAndNoOther() {
        kernel.redirect(REQUEST, redirect("192.0.1.253", "192.0.1.254"));
        Route lost = lookup();
        kernel.losing(REQUEST, MAIN, FAR);
        assertEquals(List.of(new RouteEvent.Losing(HOST, lost, REQUEST)), events);
        assertEquals(1, counted(RouteProtocol.REDIRECT, Counter.LOSING));
        Route back = lookup();
        assertEquals(Prefix.parse("198.51.100.0/24"), back.key().prefix());
        kernel.losing(REQUEST, MAIN, FAR);
        assertEquals(back, lookup());
        assertEquals(
                Errno.ESRCH,
                assertThrows(RoutingException.class, () -> kernel.losing(REQUEST, MAIN, IpAddress.parse("203.0.113.9")))
                        .errno());
    }

    @Test
    void redirectsHaveNoOtherWayIn() {
        Redirect redirect = redirect("192.0.1.253", "192.0.1.254");
        assertEquals(
                Errno.EOPNOTSUPP,
                assertThrows(RoutingException.class, () -> kernel.commit(NETLINK, tx -> tx.put(redirect))).errno());
        kernel.commit(REQUEST, tx -> tx.add(new Route(
                route("198.51.100.7/32").key(), 4, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null)));
        assertEquals(
                Errno.EHOSTUNREACH,
                assertThrows(RoutingException.class, () -> kernel.redirect(NETLINK, redirect)).errno());
    }
}
