// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.RouteFilterOption;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;

/// OpenBSD's filters on what the kernel tells.
class FilteredCutTest {
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

    private List<String> lines(ScriptedCut cut) {
        ByteBuffer target = ByteBuffer.allocate(64 * 1024);
        assertTrue(pfroute.input(pcb, cut).fill(target));
        return Decoded.all(target.flip()).stream().map(FilteredCutTest::line).toList();
    }

    private static String line(Decoded message) {
        return message.type() == 14 ? "14 " + message.text("IFP") : message.line();
    }

    private static Route balanced() {
        return Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3), Samples.via("192.0.2.2", 4));
    }

    @Test
    void filtersAreForRedirectsToo() {
        Redirect.Key elsewhere = new Redirect.Key(100, Prefix.parse("10.0.0.1/32"));
        Redirect other = new Redirect(elsewhere, IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2"), false);
        assertEquals(List.of(), lines(new ScriptedCut().added(REDIRECT, other)), "of another table");
        Redirect made = Samples.redirect("10.0.0.1/32", "192.0.2.1", "192.0.2.2", false);
        set(RouteFilterOption.ROUTE_FLAGFILTER, 0x10);
        assertEquals(List.of(), lines(new ScriptedCut().added(REDIRECT, made)));
        set(RouteFilterOption.ROUTE_FLAGFILTER, 0);
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 1);
        assertEquals(List.of(), lines(new ScriptedCut().added(REDIRECT, made)));
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 6);
        assertEquals(1, lines(new ScriptedCut().added(REDIRECT, made)).size());
    }

    @Test
    void lossIsToldWhateverTheFilter() {
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 14);
        set(RouteFilterOption.ROUTE_FLAGFILTER, -1);
        MessageSource source = pfroute.input(pcb, new ScriptedCut().reset(ROUTE));
        ByteBuffer target = ByteBuffer.allocate(4096);
        assertThrows(RoutingException.class, () -> source.fill(target));
        assertTrue(source.fill(target));
        assertEquals(55, Decoded.all(target.flip()).getFirst().number("errno"));
    }

    @Test
    void tableFilterIsTheMainTableAtFirst() {
        ScriptedCut cut = tables();
        assertEquals(List.of("1 10.1.0.0 eth3 255.255.0.0 3"), lines(cut));
        set(RouteFilterOption.ROUTE_TABLEFILTER, 100);
        assertEquals(List.of("1 10.2.0.0 eth3 255.255.0.0 3"), lines(tables()));
        set(RouteFilterOption.ROUTE_TABLEFILTER, -1);
        assertEquals(2, lines(tables()).size());
        refused(RouteFilterOption.ROUTE_TABLEFILTER, 0);
        assertEquals(2, lines(tables()).size());
    }

    private static ScriptedCut tables() {
        return new ScriptedCut()
                .added(
                        ROUTE,
                        Samples.route("10.1.0.0/16", Samples.dev(3)),
                        Samples.route(100, "10.2.0.0/16", 0, RouteType.UNICAST, Samples.dev(3)));
    }

    @Test
    void priorityFilterLetsTheMorePreferredPass() {
        ScriptedCut cut = priorities();
        set(RouteFilterOption.ROUTE_PRIOFILTER, 32);
        assertEquals(List.of("1 10.1.0.0 eth3 255.255.0.0 3", "1 10.2.0.0 eth3 255.255.0.0 3"), lines(cut));
        refused(RouteFilterOption.ROUTE_PRIOFILTER, 64);
        refused(RouteFilterOption.ROUTE_PRIOFILTER, -1);
        assertEquals(2, lines(priorities()).size());
        set(RouteFilterOption.ROUTE_PRIOFILTER, 0);
        assertEquals(4, lines(priorities()).size());
    }

    private static ScriptedCut priorities() {
        return new ScriptedCut()
                .added(ROUTE, prioritized("10.1.0.0/16", 8), prioritized("10.2.0.0/16", 32), prioritized("10.3.0.0/16", 33))
                .added(ROUTE, prioritized("10.4.0.0/16", -5));
    }

    private static Route prioritized(String prefix, int priority) {
        return Samples.route(RtTable.MAIN, prefix, priority, RouteType.UNICAST, Samples.dev(3));
    }

    @Test
    void messageFilterChoosesTypes() {
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 14 | 1 << 2);
        ScriptedCut cut = new ScriptedCut()
                .deleted(ROUTE, Samples.route("10.9.0.0/16", Samples.dev(2)))
                .deleted(IFD, Samples.ifd(2, "eth2", "ether"))
                .added(IFD, Samples.ifd(3, "eth3", "ether"))
                .added(IFA, Samples.ifa(3, "192.0.2.6", "192.0.2.0/24", null, null))
                .added(ROUTE, balanced());
        assertEquals(List.of("2 10.9.0.0 eth2 255.255.0.0 2", "14 eth3"), lines(cut));
    }

    @Test
    void flagFilterDropsRoutesThatHaveOne() {
        set(RouteFilterOption.ROUTE_FLAGFILTER, 0x4 | 0x2);
        assertEquals(
                List.of("1 10.2.0.0 eth3 255.255.0.0 3"),
                lines(new ScriptedCut()
                        .added(ROUTE, balanced(), Samples.route("10.3.0.1/32", Samples.dev(3)))
                        .added(ROUTE, Samples.route("10.2.0.0/16", Samples.dev(3)))));
    }

    private void set(SocketOption<Integer> option, int value) {
        pfroute.ctloutput(pcb, option, value);
    }

    private void refused(SocketOption<Integer> option, int value) {
        assertEquals(Errno.EINVAL, assertThrows(RoutingException.class, () -> set(option, value)).errno());
    }
}
