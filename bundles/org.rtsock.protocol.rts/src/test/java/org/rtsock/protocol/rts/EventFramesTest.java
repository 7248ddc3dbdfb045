// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;

/// What a socket hears of events without state, and in which bytes.
class EventFramesTest {
    private static final Cause CAUSE = new Cause.Request("unix", 42, 7);
    private static final Prefix HOST = Prefix.parse("10.1.2.3");
    private static final Route ROUTE = Frames.route("10.0.0.0/8");
    private static final RouteEvent MISS = new RouteEvent.Miss(254, HOST, CAUSE);
    private static final RouteEvent RESOLVE = new RouteEvent.Resolve(HOST, ROUTE, CAUSE);
    private static final RouteEvent LOSING = new RouteEvent.Losing(HOST, ROUTE, new Cause.Driver("netlink"));
    private static final Redirect REDIRECT = new Redirect(
            new Redirect.Key(254, HOST), IpAddress.parse("192.0.2.2"), IpAddress.parse("192.0.2.1"), false);
    private static final RouteEvent REFUSED = new RouteEvent.RedirectRefused(REDIRECT, Errno.ENETUNREACH, CAUSE);

    private final RtsProtosw rts = new RtsProtosw();
    private final RecordingControlBlock pcb = Recorded.socket();

    @BeforeEach
    void attach() {
        rts.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private @Nullable ByteBuffer hears(RouteEvent event, int flags, Filter filter) {
        rts.ctloutput(pcb, SocketOption.ROUTE_ASYNC_MODE, new AsyncMode(flags, Set.of(), filter, null));
        ByteBuffer frame = rts.ctlinput(pcb, event);
        return frame == null ? null : frame.order(Frame.ORDER);
    }

    private ByteBuffer heard(RouteEvent event) {
        return assertInstanceOf(
                ByteBuffer.class, hears(event, MessageType.ROUTE.flag() | MessageType.REDIRECT.flag(), Filter.NONE));
    }

    @Test
    void goldenBytesOfAMiss() {
        assertEquals(
                "40000000" + "01" + "07" + "0200" + "0000" + "0000" + "3000" + "0a00" // length .. payload length
                        + "2a000000" + "07000000" // pid, seq
                        + "0000000000000000" + "0000000000000000" + "756e697800000000" // version, born, origin
                        + "fe000000" + "20" + "04" + "0a010203" + "000000000000",
                Frames.hex(heard(MISS)));
    }

    @Test
    void resolveAndLosingCarryTheRoute() {
        for (RouteEvent event : List.of(RESOLVE, LOSING)) {
            ByteBuffer frame = heard(event);
            assertEquals(event == RESOLVE ? 11 : 5, Frame.operation(frame, 0));
            assertEquals(MessageType.ROUTE.number(), Frame.type(frame, 0));
            assertEquals(event.cause(), Frame.cause(frame, 0));
            FieldReader in = Frames.payload(frame);
            assertEquals(254, in.u32());
            assertEquals(HOST, in.requiredPrefix());
            assertEquals(ROUTE, new RouteCodec().decode(in));
        }
    }

    @Test
    void aRefusedRedirectCarriesItsErrno() {
        ByteBuffer frame = heard(REFUSED);
        assertEquals(Operation.ADD.number(), Frame.operation(frame, 0));
        assertEquals(MessageType.REDIRECT.number(), Frame.type(frame, 0));
        assertEquals(Errno.ENETUNREACH.number(), Frame.errno(frame, 0));
        assertEquals(0, Frame.flags(frame, 0), "no reply");
        FieldReader in = Frames.payload(frame);
        assertEquals(254, in.u32());
        assertEquals(HOST, in.requiredPrefix());
        assertEquals(REDIRECT, new RedirectCodec().decode(in));
    }

    @Test
    void onlyWhoListensToTheTypeHears() {
        assertNull(rts.ctlinput(pcb, MISS), "a socket that listens to nothing");
        int others = ~(MessageType.ROUTE.flag() | MessageType.REDIRECT.flag());
        for (RouteEvent event : List.of(MISS, RESOLVE, LOSING)) {
            assertNull(hears(event, others | MessageType.REDIRECT.flag(), Filter.NONE));
            assertNotNull(hears(event, MessageType.ROUTE.flag(), Filter.NONE));
        }
        assertNull(hears(REFUSED, others | MessageType.ROUTE.flag(), Filter.NONE));
        assertNotNull(hears(REFUSED, MessageType.REDIRECT.flag(), Filter.NONE));
    }

    @Test
    void aWordIsAsGoodAsAFlagAndOffIsOff() {
        rts.ctloutput(pcb, SocketOption.ROUTE_ASYNC_MODE, new AsyncMode(0, Set.of("route"), Filter.NONE, null));
        assertNotNull(rts.ctlinput(pcb, MISS));
        rts.ctloutput(pcb, SocketOption.ROUTE_ASYNC_MODE, AsyncMode.OFF);
        assertNull(rts.ctlinput(pcb, MISS));
    }

    @Test
    void theFilterOfTheSocketCounts() {
        for (RouteEvent event : List.of(MISS, RESOLVE, LOSING, REFUSED)) {
            int all = -1;
            assertNotNull(hears(event, all, Filter.of(254, Family.INET, Prefix.parse("10.1.0.0/16"))));
            assertNotNull(hears(event, all, Filter.of(0, null, HOST)));
            assertNull(hears(event, all, Filter.of(255, null, null)));
            assertNull(hears(event, all, Filter.of(0, Family.INET6, null)));
            assertNull(hears(event, all, Filter.of(0, null, Prefix.parse("10.2.0.0/16"))));
            assertNull(hears(event, all, Filter.of(0, null, Prefix.all(Family.INET6))));
        }
    }

    /// A route has a protocol and a priority, a miss has neither.
    @Test
    void aConditionConcernsOnlyWhatHasTheField() {
        Filter bgp = new Filter(0, null, null, Set.of(186), Filter.ANY_PRIORITY);
        Filter preferred = new Filter(0, null, null, Set.of(), 99);
        for (Filter filter : List.of(bgp, preferred)) {
            assertNull(hears(RESOLVE, -1, filter));
            assertNull(hears(LOSING, -1, filter));
            assertNotNull(hears(MISS, -1, filter));
            assertNotNull(hears(REFUSED, -1, filter));
        }
    }

    @Test
    void aSocketThatIsGoneHearsNothing() {
        heard(MISS);
        rts.usrreq(UserRequest.DETACH, pcb, null);
        assertNull(rts.ctlinput(pcb, MISS));
    }

    @Test
    void eachSocketGetsAPositionOfItsOwn() {
        ByteBuffer first = heard(MISS);
        first.position(first.limit());
        assertEquals(64, heard(MISS).remaining());
        assertEquals(7, Frame.operation(heard(MISS), 0));
        assertEquals(11, Frame.operation(heard(RESOLVE), 0));
        assertEquals(7, Frame.operation(heard(MISS), 0));
    }

    @Test
    void goldenBytesOfADesync() {
        assertEquals(
                "38000000" + "01" + "26" + "0000" + "0000" + "0000" + "3000" + "0800" + "00".repeat(32) + "0500000000000000",
                Frames.hex(rts.desync(pcb, 5)));
    }
}
