// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;

class CutMessagesTest {
    private static final RouteCodec ROUTE = new RouteCodec();
    private static final RedirectCodec REDIRECT = new RedirectCodec();
    private static final IfdCodec IFD = new IfdCodec();
    private static final IfaCodec IFA = new IfaCodec();

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @BeforeEach
    void attach() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private List<Decoded> told(ScriptedCut cut) {
        ByteBuffer target = ByteBuffer.allocate(64 * 1024);
        assertTrue(pfroute.input(pcb, cut).fill(target));
        return Decoded.all(target.flip());
    }

    private List<String> lines(ScriptedCut cut) {
        return told(cut).stream().map(CutMessagesTest::line).toList();
    }

    private static String line(Decoded message) {
        return switch (message.type()) {
            case 12, 13 -> message.type() + " " + message.text("IFA") + " " + message.number("index");
            case 14 -> "14 " + message.text("IFP");
            case 0 -> "0 errno " + message.number("errno");
            case 17 -> "17 " + message.name() + " " + message.number("what");
            default -> message.line();
        };
    }

    private static Route balanced() {
        return Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3), Samples.via("192.0.2.2", 4));
    }

    @Test
    void deletesThenValuesInTheirOrder() {
        ScriptedCut cut = new ScriptedCut()
                .deleted(ROUTE, Samples.route("10.9.0.0/16", Samples.dev(2)))
                .deleted(IFA, Samples.ifa(2, "192.0.2.5", "192.0.2.0/24", null, null))
                .deleted(IFD, Samples.ifd(2, "eth2", "ether"))
                .added(IFD, Samples.ifd(3, "eth3", "ether"))
                .changed(IFD, Samples.ifd(4, "eth4", "ether"))
                .added(IFA, Samples.ifa(3, "192.0.2.6", "192.0.2.0/24", null, null))
                .changed(IFA, Samples.ifa(4, "192.0.2.7", "192.0.2.0/24", null, null))
                .added(ROUTE, Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3)))
                .changed(ROUTE, Samples.route("10.2.0.0/16", Samples.via("192.0.2.1", 3)));
        assertEquals(
                List.of(
                        "2 10.9.0.0 eth2 255.255.0.0 2",
                        "13 192.0.2.5 2",
                        "17 eth2 1",
                        "17 eth3 0",
                        "14 eth3",
                        "14 eth4",
                        "12 192.0.2.6 3",
                        "12 192.0.2.7 4",
                        "1 10.1.0.0 192.0.2.1 255.255.0.0 3",
                        "3 10.2.0.0 192.0.2.1 255.255.0.0 3"),
                lines(cut));
    }

    @Test
    void routeOfManyPathsIsAMessageAPath() {
        assertEquals(
                List.of("1 10.1.0.0 192.0.2.1 255.255.0.0 3", "1 10.1.0.0 192.0.2.2 255.255.0.0 4"),
                lines(new ScriptedCut().added(ROUTE, balanced())));
        assertEquals(
                List.of("2 10.1.0.0 192.0.2.1 255.255.0.0 3", "2 10.1.0.0 192.0.2.2 255.255.0.0 4"),
                lines(new ScriptedCut().deleted(ROUTE, balanced())));
        assertEquals(
                List.of("3 10.1.0.0 192.0.2.1 255.255.0.0 3", "1 10.1.0.0 192.0.2.2 255.255.0.0 4"),
                lines(new ScriptedCut().changed(ROUTE, balanced())),
                "CHANGE replaces all paths, ADD adds one");
    }

    @Test
    void causeStandsInRouteMessages() {
        Decoded message = told(new ScriptedCut().added(ROUTE, balanced())).getFirst();
        assertEquals(31, message.number("pid"));
        assertEquals(5, message.number("seq"));
    }

    @Test
    void kindsOfRoutesAreFlags() {
        assertEquals(0x43 | 0x800 | 0x8, flags(RouteType.UNREACHABLE));
        assertEquals(0x43 | 0x800 | 0x8, flags(RouteType.PROHIBIT));
        assertEquals(0x43 | 0x800 | 0x1000, flags(RouteType.BLACKHOLE));
        assertEquals(0x41 | 0x800 | 0x200000, flags(RouteType.LOCAL));
        assertEquals(0x41 | 0x800 | 0x200000, flags(RouteType.ANYCAST));
        assertEquals(0x41 | 0x800 | 0x400000, flags(RouteType.BROADCAST));
        assertEquals(0x41 | 0x800 | 0x800000, flags(RouteType.MULTICAST));
        assertEquals(List.of(), lines(new ScriptedCut().added(ROUTE, route(RouteType.THROW), route(RouteType.NAT))));
    }

    private long flags(RouteType kind) {
        return told(new ScriptedCut().added(ROUTE, route(kind))).getFirst().number("flags");
    }

    private static Route route(RouteType kind) {
        return Samples.route(RtTable.MAIN, "10.0.0.0/8", 0, kind, Samples.dev(1));
    }

    @Test
    void routeThatTheHostRefusedIsNotUp() {
        Route.Key key = balanced().key();
        Route failed = new Route(
                key, RouteProtocol.BOOT, RouteType.UNICAST, List.of(Samples.dev(1)), RouteState.FAILED, Errno.ENETDOWN);
        assertEquals(0x40, told(new ScriptedCut().added(ROUTE, failed)).getFirst().number("flags"));
    }

    @Test
    void interfaceSaysWhatItIs() {
        Ifd loopback = new Ifd(1, "lo", Samples.mac(0), 65536, true, true, "loopback");
        Decoded info = told(new ScriptedCut().changed(IFD, loopback)).getFirst();
        assertEquals(0x8049, info.number("flags"), "UP LOOPBACK RUNNING MULTICAST");
        assertEquals(0x18, info.number("ifi_type"));
        assertEquals(65536, info.number("mtu"));
        Ifd tunnel = new Ifd(9, "gre1", MacAddress.NONE, 1476, true, false, "gre");
        info = told(new ScriptedCut().changed(IFD, tunnel)).getFirst();
        assertEquals(0x8011, info.number("flags"), "UP POINTOPOINT MULTICAST");
        assertEquals(1, info.number("link_state"));
        assertEquals(0x83, info.number("ifi_type"));
    }

    @Test
    void longNameIsCutAndEndsInZero() {
        List<Decoded> messages = told(new ScriptedCut().added(IFD, Samples.ifd(5, "a-name-of-nineteen-", "ether")));
        assertEquals("a-name-of-ninet", messages.getFirst().name());
        assertEquals("a-name-of-nineteen-", messages.getLast().text("IFP"));
        String endless = "x".repeat(60);
        MacAddress mac = MacAddress.ofBytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);
        Ifd longest = new Ifd(5, endless, mac, 1500, true, true, "infiniband");
        Decoded.Address ifp = told(new ScriptedCut().changed(IFD, longest)).getFirst().addresses().get("IFP");
        assertEquals(new Decoded.Address(54, 18, endless.substring(0, 38), 5, "01:02:03:04:05:06:07:08"), ifp);
    }

    @Test
    void pointToPointLinkHasItsOtherEndInBrd() {
        Decoded message =
                told(new ScriptedCut().added(IFA, Samples.ifa(2, "192.0.2.1", "192.0.2.2/32", null, "192.0.2.2"))).getFirst();
        assertEquals("192.0.2.2", message.text("BRD"));
        assertEquals("255.255.255.255", message.text("NETMASK"));
    }

    @Test
    void numberThatDoesNotFitIsNotTold() {
        int index = 70_000;
        assertEquals(
                List.of("1 10.1.0.0 192.0.2.1 255.255.0.0 0"),
                lines(new ScriptedCut()
                        .added(IFD, Samples.ifd(index, "eth70000", "ether"))
                        .added(IFA, Samples.ifa(index, "192.0.2.6", "192.0.2.0/24", null, null))
                        .added(ROUTE, Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", index)))));
    }

    @Test
    void otherTypesSayNothing() {
        RtStats stats = new RtStats(new RtStats.Key(RtTable.MAIN, Family.INET, 4), 1, RtStats.Counts.ZERO);
        assertEquals(
                List.of(),
                lines(new ScriptedCut()
                        .added(new IflCodec(), new Ifl(2, "eth2.0", 2, 0, true))
                        .added(new RtStatsCodec(), stats)));
    }

    @Test
    void redirectIsToldWhenItComesOrChangesAndNotWhenItGoes() {
        Redirect made = Samples.redirect("10.0.0.1/32", "192.0.2.1", "192.0.2.2", false);
        Redirect modified = Samples.redirect("10.0.0.0/24", "192.0.2.3", "192.0.2.2", true);
        List<Decoded> told = told(new ScriptedCut()
                .deleted(REDIRECT, Samples.redirect("10.0.0.9/32", "192.0.2.1", "192.0.2.2", false))
                .added(ROUTE, Samples.route("10.0.0.1/32", Samples.via("192.0.2.1", 3)))
                .added(REDIRECT, made)
                .changed(REDIRECT, modified));
        assertEquals(
                List.of("1 10.0.0.1 192.0.2.1 - 3", "6 10.0.0.1 192.0.2.1 - 0", "6 10.0.0.0 192.0.2.3 255.255.255.0 0"),
                told.stream().map(CutMessagesTest::line).toList());
        assertEquals("192.0.2.2", told.get(1).text("AUTHOR"));
        assertEquals(0x57, told.get(1).number("flags"), "UP GATEWAY HOST DYNAMIC DONE");
        assertEquals(0x63, told.get(2).number("flags"), "UP GATEWAY MODIFIED DONE");
        assertEquals(31, told.get(1).number("pid"));
        assertEquals(5, told.get(1).number("seq"));
    }

    @Test
    void resetIsENOBUFSOnceAndTheStateThatFollowsIsNotTold() {
        ScriptedCut cut = new ScriptedCut()
                .reset(ROUTE)
                .reset(IFA)
                .deleted(IFD, Samples.ifd(2, "eth2", "ether"))
                .state(IFA, Samples.ifa(3, "192.0.2.6", "192.0.2.0/24", null, null))
                .state(ROUTE, Samples.route("10.1.0.0/16", Samples.dev(3)));
        MessageSource source = pfroute.input(pcb, cut);
        ByteBuffer target = ByteBuffer.allocate(4096);
        RoutingException lost = assertThrows(RoutingException.class, () -> source.fill(target));
        assertEquals(Errno.ENOBUFS, lost.errno());
        assertEquals(0, target.position());
        assertTrue(source.fill(target));
        assertEquals(List.of("0 errno 55", "17 eth2 1"), Decoded.all(target.flip()).stream().map(CutMessagesTest::line).toList());
        // The next cut is as any other.
        assertEquals(1, told(new ScriptedCut().added(ROUTE, Samples.route("10.1.0.0/16", Samples.dev(3)))).size());
    }

    @Test
    void resetWithNothingBehindItIsToldToo() {
        MessageSource source = pfroute.input(pcb, new ScriptedCut().reset(ROUTE));
        ByteBuffer target = ByteBuffer.allocate(4096);
        assertEquals(Errno.ENOBUFS, assertThrows(RoutingException.class, () -> source.fill(target)).errno());
        assertFalse(source.fill(target.duplicate().limit(151)));
        assertTrue(source.fill(target));
        assertEquals(List.of("0 errno 55"), Decoded.all(target.flip()).stream().map(CutMessagesTest::line).toList());
    }

    @Test
    void whatDoesNotFitComesWithTheNextBufferWhole() {
        ScriptedCut cut = new ScriptedCut()
                .added(IFD, Samples.ifd(3, "eth3", "ether"))
                .added(IFA, Samples.ifa(3, "192.0.2.6", "192.0.2.0/24", null, null))
                .added(ROUTE, balanced(), Samples.route("10.2.0.0/16", Samples.dev(3)));
        MessageSource source = pfroute.input(pcb, cut);
        List<String> lines = new ArrayList<>();
        ByteBuffer target = ByteBuffer.allocate(256);
        boolean ended = false;
        while (!ended) {
            ended = source.fill(target.clear());
            List<Decoded> messages = Decoded.all(target.flip());
            assertFalse(messages.isEmpty(), "a buffer that holds any message is never left empty");
            messages.forEach(message -> lines.add(line(message)));
        }
        assertEquals(
                List.of(
                        "17 eth3 0",
                        "14 eth3",
                        "12 192.0.2.6 3",
                        "1 10.1.0.0 192.0.2.1 255.255.0.0 3",
                        "1 10.1.0.0 192.0.2.2 255.255.0.0 4",
                        "1 10.2.0.0 eth3 255.255.0.0 3"),
                lines);
    }

    @Test
    void recordsThatAreTakenAwayLeaveWholeMessages() {
        ScriptedCut cut = new ScriptedCut().added(ROUTE, balanced(), balanced()).losesRecordsAfter(1);
        ByteBuffer target = ByteBuffer.allocate(4096);
        MessageSource source = pfroute.input(pcb, cut);
        assertEquals(Errno.ESTALE, assertThrows(RoutingException.class, () -> source.fill(target)).errno());
        assertEquals(2, Decoded.all(target.flip()).size());
        assertEquals(2, told(new ScriptedCut().added(ROUTE, balanced())).size(), "what was left of it is forgotten");
    }
}
