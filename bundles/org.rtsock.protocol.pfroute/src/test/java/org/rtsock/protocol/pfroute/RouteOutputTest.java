// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.testkit.socket.RecordingControlBlock;

class RouteOutputTest {
    private static final int RTF_DONE = 0x40;

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @BeforeEach
    void attach() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private Route asked(RequestBytes request) {
        pfroute.output(pcb, request.bytes());
        return (Route) pcb.requests().getLast().object();
    }

    private Prefix prefixOf(byte[] dst, byte[] mask) {
        return asked(new RequestBytes(RequestBytes.DELETE).dst(dst).mask(mask)).key().prefix();
    }

    private Nexthop nexthopOf(RequestBytes request) {
        List<Nexthop> nexthops = asked(request).nexthops();
        assertEquals(1, nexthops.size());
        return nexthops.getFirst();
    }

    @Test
    void addIsAStaticRouteOfTheMainTable() {
        pfroute.output(pcb, RequestBytes.add().bytes());
        RouteRequest request = pcb.requests().getFirst();
        assertEquals(Operation.ADD, request.operation());
        assertEquals(Route.Key.of(RtTable.MAIN, Prefix.parse("10.1.0.0/16"), 0), ((Route) request.object()).key());
        assertEquals(RouteProtocol.STATIC, ((Route) request.object()).protocol());
        assertEquals(RouteType.UNICAST, ((Route) request.object()).kind());
        assertEquals(
                List.of(new Nexthop(IpAddress.parse("192.0.2.1"), 0, "", 1)),
                ((Route) request.object()).nexthops());
        assertEquals(RouteRequest.Level.STORED, request.level());
        assertEquals(RequestBytes.PID, request.pid());
        assertEquals(RequestBytes.SEQ, request.seq());
    }

    @Test
    void typesAreOperations() {
        for (var pair : List.of(
                List.of(RequestBytes.ADD, Operation.ADD),
                List.of(RequestBytes.DELETE, Operation.DELETE),
                List.of(RequestBytes.CHANGE, Operation.CHANGE),
                List.of(RequestBytes.LOCK, Operation.LOCK),
                List.of(RequestBytes.GET, Operation.GET))) {
            asked(RequestBytes.add().set("type", (Integer) pair.getFirst()));
            assertEquals(pair.getLast(), pcb.requests().getLast().operation());
        }
    }

    @Test
    void maskMayBeShortOrOfNoFamily() {
        byte[] ten = RequestBytes.in("10.1.2.3");
        assertEquals(Prefix.parse("10.1.0.0/16"), prefixOf(ten, RequestBytes.in("255.255.0.0")));
        assertEquals(Prefix.parse("10.1.0.0/16"), prefixOf(ten, RequestBytes.cut(RequestBytes.in("255.255.0.0"), 16, 0)));
        assertEquals(Prefix.parse("10.1.0.0/16"), prefixOf(ten, RequestBytes.cut(RequestBytes.in("255.255.0.0"), 16, 255)));
        assertEquals(Prefix.parse("10.0.0.0/8"), prefixOf(ten, RequestBytes.cut(RequestBytes.in("255.0.0.0"), 5, 0)));
        assertEquals(Prefix.parse("10.1.0.0/16"), prefixOf(ten, RequestBytes.cut(RequestBytes.in("255.255.0.0"), 6, 2)));
        assertEquals(Prefix.parse("0.0.0.0/0"), prefixOf(ten, RequestBytes.cut(RequestBytes.in("0.0.0.0"), 4, 0)));
        assertEquals(Prefix.parse("0.0.0.0/0"), prefixOf(ten, new byte[8]));
        byte[] six = RequestBytes.in6("2001:db8:1:2::3", 0);
        assertEquals(Prefix.parse("2001:db8::/32"), prefixOf(six, RequestBytes.in6("ffff:ffff::", 0)));
        assertEquals(
                Prefix.parse("2001:db8:1::/48"), prefixOf(six, RequestBytes.cut(RequestBytes.in6("ffff:ffff:ffff::", 0), 14, 0)));
        assertEquals(
                Prefix.parse("2001:db8:1:2::/64"),
                prefixOf(six, RequestBytes.cut(RequestBytes.in6("ffff:ffff:ffff:ffff::", 0), 16, 28)));
        assertEquals(
                Prefix.parse("2001:db8:1:2::/96"),
                prefixOf(six, RequestBytes.cut(RequestBytes.in6("ffff:ffff:ffff:ffff:ffff:ffff::", 0), 20, 28)));
        assertEquals(Prefix.parse("::/0"), prefixOf(six, new byte[8]));
        assertEquals(Prefix.parse("2001:db8:1:2::3/128"), prefixOf(six, RequestBytes.in6("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 0)));
    }

    @Test
    void withoutMaskItIsAHost() {
        RequestBytes request = RequestBytes.add().dst(RequestBytes.in("10.1.2.3")).withoutMask();
        assertEquals(Prefix.parse("10.1.2.3/32"), asked(request).key().prefix());
        assertEquals(Prefix.parse("10.1.2.3/32"), asked(request.set("flags", 0x807)).key().prefix());
    }

    @Test
    void maskCountsMoreThanTheHostFlag() {
        assertEquals(Prefix.parse("10.1.0.0/16"), asked(RequestBytes.add().set("flags", 0x807)).key().prefix());
    }

    @Test
    void destinationMayBeShort() {
        assertEquals(
                Prefix.parse("10.1.0.0/16"),
                prefixOf(RequestBytes.cut(RequestBytes.in("10.1.0.0"), 8, 2), RequestBytes.in("255.255.0.0")));
    }

    @Test
    void paddingOfTheLastSockaddrMayBeMissing() {
        byte[] mask = RequestBytes.cut(RequestBytes.in("255.255.0.0"), 6, 0);
        assertEquals(Prefix.parse("10.1.0.0/16"), asked(RequestBytes.add().mask(mask).unpadded()).key().prefix());
    }

    @Test
    void interfaceIsNamedByGatewayThenIfpThenIndex() {
        byte[] gateway = RequestBytes.in("192.0.2.1");
        RequestBytes link = RequestBytes.add().gateway(RequestBytes.dl(5, "")).set("flags", 0x801);
        assertEquals(new Nexthop(null, 5, "", 1), nexthopOf(link));
        assertEquals(new Nexthop(null, 5, "", 1), nexthopOf(link.ifp(RequestBytes.dl(6, "")).set("index", 7)));
        assertEquals(new Nexthop(null, 0, "eth9", 1), nexthopOf(link.gateway(RequestBytes.dl(0, "eth9"))));
        assertEquals(new Nexthop(null, 6, "", 1), nexthopOf(link.gateway(RequestBytes.dl(0, ""))));
        RequestBytes via = RequestBytes.add().gateway(gateway);
        assertEquals(7, nexthopOf(via.set("index", 7)).ifl());
        Nexthop both = nexthopOf(via.ifp(RequestBytes.dl(6, "eth6")));
        assertEquals(6, both.ifl());
        assertEquals("", both.ifname(), "the number is enough, and the name may be of another machine's");
        assertEquals("eth8", nexthopOf(via.ifp(RequestBytes.dl(0, "eth8"))).ifname());
        assertEquals(7, nexthopOf(via.ifp(new byte[8])).ifl(), "an IFP of length zero names nothing");
    }

    @Test
    void linkLocalGatewayNamesItsInterface() {
        RequestBytes request = new RequestBytes(RequestBytes.ADD)
                .dst(RequestBytes.in6("2001:db8::", 0))
                .mask(RequestBytes.in6("ffff:ffff::", 0))
                .set("flags", 0x803);
        assertEquals(Samples.via("fe80::1", 4).gateway(), nexthopOf(request.gateway(RequestBytes.in6("fe80::1", 4))).gateway());
        assertEquals(4, ((Route) pcb.requests().getLast().object()).nexthops().getFirst().ifl());
        // As KAME wrote it: the interface in bytes 2 and 3.
        Nexthop embedded = nexthopOf(request.gateway(RequestBytes.in6("fe80:9::1", 0)));
        assertEquals(9, embedded.ifl());
        assertEquals(Samples.via("fe80::1", 4).gateway(), embedded.gateway());
        assertEquals(0, nexthopOf(request.gateway(RequestBytes.in6("2001:db8::9", 4))).ifl(), "a scope only counts where it has a meaning");
    }

    @Test
    void routeToNowhereHasNoNextHop() {
        Route reject = asked(RequestBytes.add().set("flags", 0x80b));
        assertEquals(RouteType.UNREACHABLE, reject.kind());
        assertEquals(List.of(), reject.nexthops());
        Route blackhole = asked(RequestBytes.add().withoutGateway().set("flags", 0x1801));
        assertEquals(RouteType.BLACKHOLE, blackhole.kind());
    }

    @Test
    void weightCountsWhenInitsSaySo() {
        assertEquals(1, nexthopOf(RequestBytes.add().set("weight", 9)).weight());
        assertEquals(9, nexthopOf(RequestBytes.add().set("weight", 9).set("inits", 0x100)).weight());
    }

    @Test
    void changeIsAnsweredToItsSenderByTheRouteAsStored() {
        pcb.kernel(request -> new RouteReply(Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3)), 8));
        pfroute.output(pcb, RequestBytes.add().set("errno", 99).bytes());
        Decoded reply = Recorded.reply(pcb);
        assertFalse(Recorded.last(pcb).toAll(), "the others hear of it from the kernel");
        assertEquals(Family.INET, Recorded.last(pcb).family());
        assertEquals("1 10.1.0.0 192.0.2.1 255.255.0.0 3", reply.line());
        assertEquals(0x843, reply.number("flags"));
        assertEquals(RequestBytes.PID, reply.number("pid"));
        assertEquals(RequestBytes.SEQ, reply.number("seq"));
        assertEquals(0, reply.number("errno"));
        assertEquals("-", reply.text("IFP"), "nobody asked for it");
    }

    @Test
    void deleteIsAnsweredByWhatWasDeleted() {
        pcb.kernel(request -> new RouteReply(Samples.route("10.1.0.0/16", Samples.dev(3)), 8));
        pfroute.output(pcb, RequestBytes.add().set("type", RequestBytes.DELETE).withoutGateway().bytes());
        assertEquals("2 10.1.0.0 eth3 255.255.0.0 3", Recorded.reply(pcb).line());
    }

    @Test
    void getIsAnsweredToEverybodyWithTheInterfaceWhereAskedFor() {
        pcb.kernel(request -> new RouteReply(
                Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3), Samples.via("192.0.2.2", 3)), 8));
        RequestBytes get = new RequestBytes(RequestBytes.GET).dst(RequestBytes.in("10.1.2.3"));
        pfroute.output(pcb, get.bytes());
        assertTrue(Recorded.last(pcb).toAll());
        assertEquals("4 10.1.0.0 192.0.2.1 255.255.0.0 3", Recorded.reply(pcb).line());
        assertNull(Recorded.reply(pcb).addresses().get("IFP"));
        pfroute.output(pcb, get.ifp(RequestBytes.dl(0, "")).bytes());
        assertEquals(new Decoded.Address(54, 18, "eth3", 3, ""), Recorded.reply(pcb).addresses().get("IFP"));
        assertEquals(Prefix.parse("10.1.2.3/32"), ((Route) pcb.requests().getLast().object()).key().prefix());
    }

    @Test
    void getWithAMaskAsksForThatRouteAndWithoutForTheLongestMatch() {
        RequestBytes get = new RequestBytes(RequestBytes.GET).dst(RequestBytes.in("10.1.2.3"));
        assertEquals(Prefix.parse("10.1.0.0/16"), asked(get.mask(RequestBytes.in("255.255.0.0"))).key().prefix());
        assertEquals(Lookup.PREFIX, pcb.requests().getLast().lookup());
        asked(get.mask(new byte[8]));
        assertEquals(Lookup.PREFIX, pcb.requests().getLast().lookup(), "the default route is one, too");
        asked(get.mask(RequestBytes.in("255.255.255.255")));
        assertEquals(Lookup.LONGEST, pcb.requests().getLast().lookup(), "a mask of all bits is none");
        asked(get.withoutMask());
        assertEquals(Lookup.LONGEST, pcb.requests().getLast().lookup());
    }

    @Test
    void callersPidIsStampedWhereItIsKnown() {
        pcb.ownedBy(new Credentials("bird", 777, true));
        pfroute.output(pcb, RequestBytes.add().bytes());
        assertEquals(777, pcb.requests().getFirst().pid());
        assertEquals(777, Recorded.reply(pcb).number("pid"));
        assertTrue((Recorded.reply(pcb).number("flags") & RTF_DONE) != 0);
    }
}
