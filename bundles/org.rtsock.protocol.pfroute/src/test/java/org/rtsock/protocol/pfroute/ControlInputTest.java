// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.RouteFilterOption;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;

/// What comes past the cuts: events, replies to others, and that messages were lost.
class ControlInputTest {
    private static final Cause CAUSE = new Cause.Request("unix", 31, 5);

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();

    @BeforeEach
    void attach() {
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private @Nullable Decoded told(RouteEvent event) {
        ByteBuffer message = pfroute.ctlinput(pcb, event);
        return message == null ? null : Decoded.all(message).getFirst();
    }

    private Decoded heard(RouteEvent event) {
        Decoded message = told(event);
        assertNotNull(message);
        assertEquals(31, message.number("pid"));
        assertEquals(5, message.number("seq"));
        return message;
    }

    private static RouteEvent miss(int table) {
        return new RouteEvent.Miss(table, Prefix.parse("10.1.2.3/32"), CAUSE);
    }

    private static Route external(int priority) {
        Route route = Samples.route(RtTable.MAIN, "10.1.0.0/16", priority, RouteType.UNICAST, Samples.via("192.0.2.1", 3));
        return new Route(
                route.key(),
                route.attributes()
                        .withFlags(Set.of(RouteFlag.XRESOLVE))
                        .withMetrics(RouteMetrics.of(new RouteMetrics.Entry(RouteMetric.MTU, 1400, false))));
    }

    private static RouteEvent resolve(int priority) {
        return new RouteEvent.Resolve(Prefix.parse("10.1.2.3/32"), external(priority), CAUSE);
    }

    private static RouteEvent losing(int priority) {
        return new RouteEvent.Losing(Prefix.parse("10.1.2.3/32"), external(priority), CAUSE);
    }

    private static RouteEvent refused() {
        return new RouteEvent.RedirectRefused(
                Samples.redirect("10.0.0.1/32", "192.0.2.1", "192.0.2.2", false), Errno.ENETUNREACH, CAUSE);
    }

    @Test
    void missHasTheAddressAndNothingElse() {
        Decoded message = heard(miss(RtTable.MAIN));
        assertEquals("7 10.1.2.3 - - 0", message.line());
        assertEquals(Set.of("DST"), message.addresses().keySet());
        assertEquals(0x40, message.number("flags"));
        assertEquals(0, message.number("errno"));
        Decoded six = heard(new RouteEvent.Miss(RtTable.MAIN, Prefix.parse("2001:db8::1/128"), CAUSE));
        assertEquals(new Decoded.Address(28, 28, "2001:db8:0:0:0:0:0:1", 0, ""), six.addresses().get("DST"));
    }

    @Test
    void resolveAndLosingHaveTheAddressAndTheRoute() {
        Decoded message = heard(resolve(0));
        assertEquals("11 10.1.2.3 192.0.2.1 255.255.0.0 3", message.line());
        assertEquals(0xa43, message.number("flags"), "UP GATEWAY DONE XRESOLVE STATIC");
        assertEquals(1400, message.number("mtu"));
        assertEquals("5 10.1.2.3 192.0.2.1 255.255.0.0 3", heard(losing(0)).line());
    }

    @Test
    void refusedRedirectHasItsErrno() {
        Decoded message = heard(refused());
        assertEquals("6 10.0.0.1 192.0.2.1 - 0", message.line());
        assertEquals("192.0.2.2", message.text("AUTHOR"));
        assertEquals(51, message.number("errno"), "FreeBSD's number");
        assertEquals(0x46, message.number("flags"), "GATEWAY HOST DONE, not UP");
    }

    @Test
    void filtersAreForEventsToo() {
        assertNull(told(miss(100)), "the main table at first");
        set(RouteFilterOption.ROUTE_TABLEFILTER, 100);
        assertNotNull(told(miss(100)));
        assertNull(told(refused()));
        set(RouteFilterOption.ROUTE_TABLEFILTER, -1);
        set(RouteFilterOption.ROUTE_PRIOFILTER, 8);
        assertNotNull(told(resolve(8)));
        assertNull(told(resolve(9)));
        assertNull(told(losing(-1)));
        assertNotNull(told(miss(RtTable.MAIN)), "what has no route has no priority");
        set(RouteFilterOption.ROUTE_FLAGFILTER, 0x200);
        assertNull(told(losing(8)));
        assertNotNull(told(refused()));
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 7);
        assertNotNull(told(miss(RtTable.MAIN)));
        assertNull(told(refused()));
    }

    @Test
    void socketThatWentHearsNothing() {
        pfroute.usrreq(UserRequest.DETACH, pcb, null);
        assertNull(told(miss(RtTable.MAIN)));
        assertFalse(pfroute.hears(pcb, RequestBytes.add().bytes()));
    }

    @Test
    void repliesToOthersAreHeardAsTheFiltersSay() {
        ByteBuffer get = new RequestBytes(RequestBytes.GET).dst(RequestBytes.in("10.1.2.3")).set("flags", 0x843).bytes();
        assertTrue(pfroute.hears(pcb, get));
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 1);
        assertFalse(pfroute.hears(pcb, get));
        assertTrue(pfroute.hears(pcb, RequestBytes.add().bytes()));
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 4);
        assertTrue(pfroute.hears(pcb, get));
        set(RouteFilterOption.ROUTE_FLAGFILTER, 0x800);
        assertFalse(pfroute.hears(pcb, get));
        set(RouteFilterOption.ROUTE_FLAGFILTER, 0x8);
        assertTrue(pfroute.hears(pcb, get));
        set(RouteFilterOption.ROUTE_TABLEFILTER, 100);
        assertFalse(pfroute.hears(pcb, get), "requests are about the main table");
        set(RouteFilterOption.ROUTE_TABLEFILTER, RtTable.MAIN);
        assertTrue(pfroute.hears(pcb, get));
    }

    @Test
    void typeBeyondTheBitsPassesOnlyWhereAllDo() {
        ByteBuffer foreign = new RequestBytes(32 + 4).set("version", 3).set("flags", 0x800).bytes();
        assertTrue(pfroute.hears(pcb, foreign));
        set(RouteFilterOption.ROUTE_FLAGFILTER, 0x800);
        assertTrue(pfroute.hears(pcb, foreign), "where another format has its flags is not known");
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 4);
        assertFalse(pfroute.hears(pcb, foreign));
    }

    @Test
    void lossIsToldAsInACut() {
        set(RouteFilterOption.ROUTE_MSGFILTER, 1 << 14);
        List<Decoded> messages = Decoded.all(pfroute.desync(pcb, 12));
        assertEquals(1, messages.size());
        assertEquals("0 - - - 0", messages.getFirst().line());
        assertEquals(55, messages.getFirst().number("errno"));
        ByteBuffer target = ByteBuffer.allocate(4096);
        MessageSource source = pfroute.input(pcb, new ScriptedCut().reset(new RouteCodec()));
        assertThrows(RoutingException.class, () -> source.fill(target));
        source.fill(target);
        assertEquals(target.flip(), pfroute.desync(pcb, 1), "byte by byte");
    }

    private void set(SocketOption<Integer> option, int value) {
        pfroute.ctloutput(pcb, option, value);
    }
}
