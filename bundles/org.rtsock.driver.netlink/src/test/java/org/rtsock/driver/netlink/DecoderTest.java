// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

class DecoderTest {
    private static final int UP_AND_RUNNING = 0x10001;

    private static MessageBuilder route(int family, int length) {
        return new MessageBuilder().message(Rtnetlink.RTM_NEWROUTE, Rtnetlink.NLM_F_CREATE).route(family, length, 0, 254, 4, 1);
    }

    private static Route decoded(MessageBuilder message) {
        return switch (message.event()) {
            case HostEvent.RouteSeen seen -> seen.route();
            case null, default -> throw new AssertionError("not a route");
        };
    }

    private static Route expected(Route.Key key, Nexthop... legs) {
        return new Route(key, 4, RouteType.UNICAST, List.of(legs), RouteState.PROGRAMMED, null);
    }

    @Test
    void routeWithGateway() {
        Route route = decoded(route(2, 24).ip(1, "10.1.2.0").u32(6, 20).ip(5, "10.0.0.2").u32(4, 3));
        assertEquals(expected(Route.Key.of(254, Prefix.parse("10.1.2.0/24"), 20), Nexthop.via(IpAddress.parse("10.0.0.2"), 3)), route);
    }

    @Test
    void missingDestinationIsTheDefaultRouteAndTheTableAttributeWins() {
        Route route = decoded(route(2, 0).u32(15, 70_000).u32(4, 3));
        assertEquals(expected(Route.Key.of(70_000, Prefix.parse("0.0.0.0/0"), 0), Nexthop.on(3)), route);
    }

    @Test
    void multipathKeepsOrderAndWeights() {
        Route route = decoded(route(2, 16).ip(1, "10.5.0.0").begin(9).leg(3, 4, "10.0.0.2").leg(5, 256, null).end());
        List<Nexthop> legs = List.of(new Nexthop(IpAddress.parse("10.0.0.2"), 3, "", 4), new Nexthop(null, 5, "", 256));
        assertEquals(legs, route.nexthops());
    }

    @Test
    void metricsAndTheirLocksAreInOurUnits() {
        Route route = decoded(route(2, 16)
                .ip(1, "10.5.0.0")
                .begin(8)
                .u32(2, 1400)
                .u32(3, 65_000) // window, which has no name here
                .u32(4, 800)
                .u32(5, 80)
                .u32(6, 5)
                .u32(10, 0)
                .u32(1, 1 << 2 | 1 << 10)
                .end());
        assertEquals(
                RouteMetrics.of(
                        new RouteMetrics.Entry(RouteMetric.MTU, 1400, true),
                        new RouteMetrics.Entry(RouteMetric.HOPCOUNT, 0, true),
                        new RouteMetrics.Entry(RouteMetric.SSTHRESH, 5, false),
                        new RouteMetrics.Entry(RouteMetric.RTT, 100_000, false),
                        new RouteMetrics.Entry(RouteMetric.RTTVAR, 20_000, false)),
                route.metrics());
    }

    @Test
    void inet4RouteMayHaveAnInet6Gateway() {
        byte[] gateway = IpAddress.parse("fe80::5").toBytes();
        Route route = decoded(route(2, 16).ip(1, "10.5.0.0").begin(18).raw((byte) 10, (byte) 0).raw(gateway).end().u32(4, 3));
        assertEquals(List.of(Nexthop.via(IpAddress.parse("fe80::5"), 3)), route.nexthops());
    }

    @Test
    void inet6RouteWithoutGatewayIsToldApartByItsLink() {
        assertEquals(3, decoded(route(10, 64).ip(1, "fe80::").u32(4, 3)).key().instance());
        assertEquals(0, decoded(route(10, 64).ip(1, "2001:db8::").u32(4, 3).ip(5, "fe80::1")).key().instance());
        assertEquals(0, decoded(route(2, 24).ip(1, "10.0.0.0").u32(4, 3)).key().instance());
    }

    @Test
    void inet6RouteMayBeForASource() {
        Route route = decoded(route(10, 48).sourceLength(32).ip(1, "2001:db8:7::").ip(2, "2001:db8::").ip(5, "fe80::1").u32(4, 3));
        assertEquals(Prefix.parse("2001:db8::/32"), route.key().source());
    }

    @Test
    void cacheEntriesAndOtherFamiliesAndUnknownTypesAreNotRoutes() {
        assertNull(route(2, 24).routeFlags(0x200).ip(1, "10.1.2.0").u32(4, 3).event());
        assertNull(route(128, 24).event());
        MessageBuilder unknown = new MessageBuilder().message(Rtnetlink.RTM_NEWROUTE, 0).route(2, 24, 0, 254, 4, 11);
        assertNull(unknown.ip(1, "10.1.2.0").u32(4, 3).event());
    }

    @Test
    void addressOfABroadcastLink() {
        HostEvent event = new MessageBuilder()
                .message(Rtnetlink.RTM_NEWADDR, 0)
                .address(2, 24, 3)
                .ip(1, "10.0.0.1")
                .ip(2, "10.0.0.1")
                .ip(4, "10.0.0.255")
                .event();
        Ifa expected = new Ifa(3, IpAddress.parse("10.0.0.1"), Prefix.parse("10.0.0.0/24"), IpAddress.parse("10.0.0.255"), null);
        assertEquals(new HostEvent.AddressSeen(expected), event);
    }

    @Test
    void addressOfAPointToPointLinkHasThePeersPrefix() {
        HostEvent event = new MessageBuilder()
                .message(Rtnetlink.RTM_DELADDR, 0)
                .address(2, 30, 3)
                .ip(1, "10.9.1.2")
                .ip(2, "10.9.0.1")
                .event();
        IpAddress peer = IpAddress.parse("10.9.1.2");
        assertEquals(new HostEvent.AddressGone(new Ifa(3, IpAddress.parse("10.9.0.1"), Prefix.parse("10.9.1.0/30"), null, peer)), event);
    }

    @Test
    void inet6AddressMayComeWithoutLocal() {
        HostEvent event = new MessageBuilder().message(Rtnetlink.RTM_NEWADDR, 0).address(10, 64, 3).ip(1, "fe80::1").event();
        assertEquals(
                new HostEvent.AddressSeen(new Ifa(3, IpAddress.parse("fe80::1"), Prefix.parse("fe80::/64"), null, null)), event);
    }

    private static MessageBuilder link(int index, String name) {
        return new MessageBuilder().message(Rtnetlink.RTM_NEWLINK, 0).link(0, 1, index, UP_AND_RUNNING).text(3, name).u32(4, 1500);
    }

    private static HostLink decodedLink(MessageBuilder message) {
        return switch (message.event()) {
            case HostEvent.LinkSeen(HostLink seen) -> seen;
            case null, default -> throw new AssertionError("not a link");
        };
    }

    @Test
    void linkWithFamilies() {
        MessageBuilder message = link(3, "eth0").begin(1).raw((byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 9).end();
        message.begin(26).begin(2).end().begin(10).begin(2).raw(new byte[8]).raw((byte) 0, (byte) 5, (byte) 0, (byte) 0).end().end().end();
        int mtu6 = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1280 : 0x50000;
        assertEquals(
                new HostLink(3, "eth0", new MacAddress(0x020000000009L, 6), 1500, true, true, "ether", 0, 0, true, mtu6),
                decodedLink(message));
    }

    @Test
    void vlanIsAUnitOnlyWhenItsCarrierIsHere() {
        MessageBuilder here = link(7, "eth0.20").u32(5, 3).begin(18).text(1, "vlan").begin(2).u16(1, 20).end().end();
        assertTrue(decodedLink(here).isUnit());
        assertEquals(20, decodedLink(here).vlan());
        assertEquals(3, decodedLink(here).lower());
        assertFalse(decodedLink(here.u32(37, 0)).isUnit());
    }

    @Test
    void otherLinksWithAPeerAreNoUnits() {
        HostLink veth = decodedLink(link(7, "v0").u32(5, 8).begin(18).text(1, "veth").end());
        assertFalse(veth.isUnit());
        assertEquals("veth", veth.kind());
    }

    @Test
    void whatABridgeSaysOfItsPortsIsNotAboutTheLink() {
        assertNull(new MessageBuilder().message(Rtnetlink.RTM_DELLINK, 0).link(7, 1, 3, 0).text(3, "v0").u32(4, 1500).event());
        assertNull(new MessageBuilder().message(Rtnetlink.RTM_NEWLINK, 0).link(7, 1, 3, 0).text(3, "v0").u32(4, 1500).event());
        assertEquals(
                new HostEvent.LinkGone(3), new MessageBuilder().message(Rtnetlink.RTM_DELLINK, 0).link(0, 1, 3, 0).event());
    }

    @Test
    void wirelessEventsDoNotDescribeTheLink() {
        assertNull(new MessageBuilder().message(Rtnetlink.RTM_NEWLINK, 0).link(0, 1, 3, 0).begin(11).raw(new byte[8]).end().event());
    }

    @Test
    void newNexthopObjectChangesNothingYet() {
        assertNull(new MessageBuilder().message(Rtnetlink.RTM_NEWNEXTHOP, Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL).event());
        assertEquals(
                new HostEvent.NexthopChanged(), new MessageBuilder().message(Rtnetlink.RTM_NEWNEXTHOP, Rtnetlink.NLM_F_REPLACE).event());
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        refused(new MessageBuilder().message(Rtnetlink.RTM_NEWROUTE, 0));
        refused(new MessageBuilder().message(Rtnetlink.RTM_NEWLINK, 0).raw(new byte[8]));
        refused(route(2, 33).ip(1, "10.1.2.0").u32(4, 3));
        refused(route(2, 24).ip(1, "2001:db8::").u32(4, 3));
        refused(route(2, 24).ip(1, "10.1.2.0").begin(4).raw((byte) 1, (byte) 2).end());
        refused(route(2, 24).begin(9).raw((byte) 200, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0).end());
        refused(route(2, 24).u32(15, 0));
    }

    private static void refused(MessageBuilder message) {
        assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, message::event).errno());
    }

    @Test
    void datagramIsWalkedMessageByMessage() {
        MessageBuilder two = link(3, "eth0").message(Rtnetlink.RTM_DELLINK, 0).link(0, 1, 4, 0);
        NetlinkMessages messages = two.messages();
        assertTrue(messages.next());
        assertEquals(Rtnetlink.RTM_NEWLINK, messages.type());
        assertEquals(7, messages.sequence());
        assertTrue(messages.next());
        assertEquals(new HostEvent.LinkGone(4), HostEvent.decode(messages));
        assertFalse(messages.next());
    }
}
