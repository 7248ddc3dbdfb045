// SPDX-License-Identifier: Apache-2.0
package org.rtsock.daemon.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.TypeDescriptor;

class MonitorDaemonTest {
    private static final Cause NETLINK = new Cause.Driver("netlink");
    private static final Ifd ETH0 = new Ifd(2, "eth0", new MacAddress(0x0200_0000_0001L, 6), 1500, true, false, "veth");
    private static final Prefix NET = Prefix.parse("10.0.0.0/8");

    private final List<String> lines = new ArrayList<>();
    private final MonitorDaemon daemon = new MonitorDaemon(lines::add);

    @Test
    void snapshotEndsWithTheNumberOfItsObjects() {
        daemon.receive(cut(true, event(Operation.ADD, ETH0), event(Operation.ADD, new Iff(2, Family.INET, 1500)), mark(7, true)));
        daemon.receive(cut(true, event(Operation.ADD, ETH0), mark(9, true)));
        assertEquals(
                List.of(
                        "ADD    ifd     2 eth0 kind veth mac 02:00:00:00:00:01 mtu 1500 up !running",
                        "ADD    iff     ifl 2 inet mtu 1500",
                        "-- snapshot complete: version 7, 2 objects --",
                        "ADD    ifd     2 eth0 kind veth mac 02:00:00:00:00:01 mtu 1500 up !running",
                        "-- snapshot complete: version 9, 1 objects --"),
                lines);
    }

    @Test
    void liveLinesSayWhoMadeTheChange() {
        daemon.receive(cut(
                false,
                new RoutingMessage.Reset(MessageType.IFLOGICAL, 8),
                event(Operation.DELETE, new Ifl(3, "eth0.7", 2, 7, false)),
                new RoutingMessage.Event(
                        Operation.CHANGE, new RtTable(-1, "top", Family.INET6), 8, new Cause.Request("unix", 42, 6)),
                mark(8, false)));
        assertEquals(
                List.of(
                        "RESET  ifl     forget all, what follows is all there is",
                        "DELETE ifl     3 eth0.7 ifd 2 unit 7 !up (netlink)",
                        "CHANGE rttable 4294967295 top inet6 (unix pid 42 seq 6)",
                        "-- version 8 --"),
                lines);
    }

    @Test
    void routesReadAsInIp() {
        Nexthop via = new Nexthop(IpAddress.parse("192.0.2.1"), 2, "eth0", 1);
        Nexthop heavy = new Nexthop(null, 3, "", 20);
        assertEquals(
                "10.0.0.0/8 via 192.0.2.1 dev eth0 table 254 priority 5 protocol static stored",
                ObjectLine.of(new Route(Route.Key.of(254, NET, 5), 4, RouteType.UNICAST, List.of(via), RouteState.STORED, null)));
        assertEquals(
                "10.0.0.0/8 nexthop via 192.0.2.1 dev eth0 weight 1 nexthop dev 3 weight 20 table 7 protocol 77 failed errno EBUSY",
                ObjectLine.of(new Route(
                        Route.Key.of(7, NET, 0), 77, RouteType.UNICAST, List.of(via, heavy), RouteState.FAILED, Errno.EBUSY)));
        assertEquals(
                "blackhole 2001:db8::/32 table 254 tos 8 from fe80::/64 instance 9 protocol boot programmed",
                ObjectLine.of(new Route(
                        new Route.Key(254, Prefix.parse("2001:db8::/32"), 0, 8, Prefix.parse("fe80::/64"), 9),
                        3,
                        RouteType.BLACKHOLE,
                        List.of(),
                        RouteState.PROGRAMMED,
                        null)));
    }

    @Test
    void metricsAndFlagsStandAtTheEnd() {
        RouteMetrics metrics = RouteMetrics.of(
                new RouteMetrics.Entry(RouteMetric.MTU, 1400, true), new RouteMetrics.Entry(RouteMetric.HOPCOUNT, 9, false));
        RouteAttributes attributes = new RouteAttributes(
                4, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null, metrics, Set.of(RouteFlag.XRESOLVE, RouteFlag.PROTO1));
        assertEquals(
                "blackhole 10.0.0.0/8 table 254 protocol static stored mtu lock 1400 hopcount 9 xresolve proto1",
                ObjectLine.of(new Route(Route.Key.of(254, NET, 0), attributes)));
    }

    @Test
    void redirectsSayWhoMadeThem() {
        Redirect.Key key = new Redirect.Key(254, Prefix.parse("10.1.2.3"));
        IpAddress gateway = IpAddress.parse("192.0.2.2");
        IpAddress author = IpAddress.parse("192.0.2.1");
        assertEquals(
                "10.1.2.3/32 via 192.0.2.2 from 192.0.2.1 table 254 dynamic", ObjectLine.of(new Redirect(key, gateway, author, false)));
        assertEquals(
                "10.1.2.3/32 via 192.0.2.2 from 192.0.2.1 table 254 modified", ObjectLine.of(new Redirect(key, gateway, author, true)));
    }

    @Test
    void countersThatNeverCountedAreLeftOut() {
        RtStats.Counts counts = RtStats.Counts.ZERO.plus(RtStats.Counter.ADDS, 5).plus(RtStats.Counter.LOSING, 1);
        assertEquals(
                "table 254 inet6 protocol bgp routes 4 adds 5 losing 1",
                ObjectLine.of(new RtStats(new RtStats.Key(254, Family.INET6, 186), 4, counts)));
    }

    @Test
    void addressesShowOnlyWhatTheyHave() {
        IpAddress local = IpAddress.parse("10.0.0.1");
        assertEquals("ifl 2 10.0.0.1 prefix 10.0.0.0/8", ObjectLine.of(new Ifa(2, local, NET, null, null)));
        assertEquals(
                "ifl 2 10.0.0.1 prefix 10.0.0.0/8 broadcast 10.255.255.255 peer 10.0.0.2",
                ObjectLine.of(new Ifa(2, local, NET, IpAddress.parse("10.255.255.255"), IpAddress.parse("10.0.0.2"))));
    }

    @Test
    void deviceWithoutLinkLayerAddressShowsNone() {
        Ifd tunnel = new Ifd(1, "tun0", MacAddress.NONE, 1400, false, false, "tun");
        assertEquals("1 tun0 kind tun mtu 1400 !up !running", ObjectLine.of(tunnel));
    }

    @Test
    void plugInObjectsShowTheirOwnText() {
        record Label(int number) implements ExtensionObject.Body {}
        MessageType type = new MessageType(70, "LABEL", "label", 65, 0);
        assertEquals("16 Label[number=16]", ObjectLine.of(new ExtensionObject(new ExtensionObject.Key(type, 16), new Label(16))));
    }

    private static RoutingMessage event(Operation operation, RoutingObject object) {
        return new RoutingMessage.Event(operation, object, 7, NETLINK);
    }

    private static RoutingMessage mark(long version, boolean snapshot) {
        return new RoutingMessage.Mark(1, version, snapshot);
    }

    private static Cut cut(boolean snapshot, RoutingMessage... messages) {
        return new DecodedCut(snapshot, List.of(messages));
    }

    /// A cut that can only be read as messages, as the daemon does.
    private record DecodedCut(boolean snapshot, List<RoutingMessage> messages) implements Cut {
        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public long version() {
            return messages.getLast().version();
        }

        @Override
        public Iterator<RoutingMessage> iterator() {
            return messages.iterator();
        }

        @Override
        public boolean nextPart() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Part part() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TypeDescriptor descriptor() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long from() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RecordCursor records() {
            throw new UnsupportedOperationException();
        }
    }
}
