// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteMetrics.Entry;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.testkit.socket.RecordingControlBlock;

/// Requests with metrics, with flags that routes keep, and about redirects.
class MetricsAndRedirectsTest {
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

    @Test
    void metricsThatInitsNamesAreSetWithTheirLocks() {
        RequestBytes request = RequestBytes.add()
                .set("mtu", 1400)
                .set("hopcount", 7)
                .set("expire", 1_800_000_000L)
                .set("recvpipe", 1)
                .set("sendpipe", 2)
                .set("ssthresh", 3)
                .set("rtt", 4)
                .set("rttvar", 5)
                .set("locks", 0xff);
        assertEquals(RouteMetrics.NONE, asked(request).metrics(), "inits names none");
        assertEquals(
                RouteMetrics.of(new Entry(RouteMetric.MTU, 1400, true), new Entry(RouteMetric.RTT, 4, true)),
                asked(request.set("inits", 0x41)).metrics());
        assertEquals(
                RouteMetrics.of(
                        new Entry(RouteMetric.MTU, 1400, false),
                        new Entry(RouteMetric.HOPCOUNT, 7, true),
                        new Entry(RouteMetric.EXPIRE, 1_800_000_000L, false),
                        new Entry(RouteMetric.RECVPIPE, 1, false),
                        new Entry(RouteMetric.SENDPIPE, 2, false),
                        new Entry(RouteMetric.SSTHRESH, 3, false),
                        new Entry(RouteMetric.RTT, 4, false),
                        new Entry(RouteMetric.RTTVAR, 5, true)),
                asked(request.set("inits", 0xff).set("locks", 0x82).set("type", RequestBytes.CHANGE)).metrics());
    }

    @Test
    void changeWithoutGatewayKeepsTheNextHops() {
        RequestBytes change = new RequestBytes(RequestBytes.CHANGE).dst(RequestBytes.in("10.1.2.3"));
        Route route = asked(change.set("inits", 0x1).set("mtu", 1300).ifp(new byte[8]));
        assertEquals(List.of(), route.nexthops());
        assertEquals(RouteType.UNICAST, route.kind());
        assertEquals(RouteMetrics.of(new Entry(RouteMetric.MTU, 1300, false)), route.metrics());
    }

    @Test
    void lockSetsTheLocksOfTheMetricsThatInitsNames() {
        RequestBytes lock = RequestBytes.add().set("type", RequestBytes.LOCK).withoutGateway().set("mtu", 1400).set("locks", 0x5);
        Route nothing = asked(lock);
        assertEquals(RouteMetrics.NONE, nothing.metrics());
        assertEquals(Operation.LOCK, pcb.requests().getLast().operation());
        assertEquals(Prefix.parse("10.1.0.0/16"), nothing.key().prefix());
        assertEquals(
                RouteMetrics.of(
                        new Entry(RouteMetric.MTU, 0, true),
                        new Entry(RouteMetric.HOPCOUNT, 0, false),
                        new Entry(RouteMetric.EXPIRE, 0, true)),
                asked(lock.set("inits", 0x107)).metrics(),
                "the weight is no metric that has a lock");
        assertEquals(0, Recorded.reply(pcb).number("errno"));
        assertTrue((Recorded.reply(pcb).number("flags") & RTF_DONE) != 0);
    }

    @Test
    void flagsForTheProtocolsOwnUseAreKept() {
        assertEquals(Set.of(), asked(RequestBytes.add()).flags());
        assertEquals(
                Set.of(RouteFlag.PROTO1, RouteFlag.PROTO2, RouteFlag.PROTO3, RouteFlag.XRESOLVE),
                asked(RequestBytes.add().set("flags", 0x803 | 0x4000 | 0x8000 | 0x40000 | 0x200)).flags());
        assertEquals(0x40843 | 0x4000 | 0x8000 | 0x200, Recorded.reply(pcb).number("flags"));
    }

    @Test
    void kernelsFlagsDoNotMatterWhereNoFlagIsSet() {
        // Who flushes a table writes what a dump gave him, as DELETE.
        asked(new RequestBytes(RequestBytes.DELETE).dst(RequestBytes.in("10.1.2.3")).set("flags", 0x37));
        assertEquals(Operation.DELETE, pcb.requests().getLast().operation());
    }

    @Test
    void replyHasTheMetricsAndFlagsOfTheRoute() {
        Route route = Samples.route("10.1.0.0/16", Samples.via("192.0.2.1", 3));
        RouteMetrics metrics = RouteMetrics.of(
                new Entry(RouteMetric.MTU, 1400, true), new Entry(RouteMetric.RTTVAR, 77, false), new Entry(RouteMetric.RTT, 0, true));
        Route found = new Route(
                route.key(), route.attributes().withMetrics(metrics).withFlags(Set.of(RouteFlag.DYNAMIC, RouteFlag.PROTO1)));
        pcb.kernel(request -> new RouteReply(found, 8));
        pfroute.output(pcb, new RequestBytes(RequestBytes.GET).dst(RequestBytes.in("10.1.2.3")).bytes());
        assertEquals(0x41, Recorded.reply(pcb).number("locks"));
        assertEquals(1400, Recorded.reply(pcb).number("mtu"));
        assertEquals(77, Recorded.reply(pcb).number("rttvar"));
        assertEquals(0, Recorded.reply(pcb).number("rtt"));
        assertEquals(0x8853, Recorded.reply(pcb).number("flags"));
    }

    @Test
    void redirectIsARedirectOfTheMainTable() {
        pfroute.output(pcb, RequestBytes.redirect().bytes());
        RouteRequest request = pcb.requests().getFirst();
        assertEquals(Operation.ADD, request.operation());
        assertEquals(Samples.redirect("10.0.0.1/32", "192.0.2.1", "192.0.2.2", false), request.object());
        assertEquals(RequestBytes.SEQ, request.seq());
        assertFalse(Recorded.last(pcb).toAll(), "the others hear of it from the kernel");
        assertEquals(Family.INET, Recorded.last(pcb).family());
        assertEquals("6 10.0.0.1 192.0.2.1 - 0", Recorded.reply(pcb).line());
        assertEquals("192.0.2.2", Recorded.reply(pcb).text("AUTHOR"));
        assertEquals(0x57, Recorded.reply(pcb).number("flags"), "UP GATEWAY HOST DYNAMIC DONE");
        pfroute.output(pcb, RequestBytes.redirect().mask(RequestBytes.in("255.255.255.255")).bytes());
        assertEquals(request.object(), pcb.requests().getLast().object());
        pcb.kernel(asked -> new RouteReply(Samples.redirect("10.0.0.0/24", "192.0.2.1", "192.0.2.2", true), 8));
        pfroute.output(pcb, RequestBytes.redirect().mask(RequestBytes.in("255.255.255.0")).bytes());
        assertEquals("6 10.0.0.0 192.0.2.1 255.255.255.0 0", Recorded.reply(pcb).line());
        assertEquals(0x63, Recorded.reply(pcb).number("flags"), "UP GATEWAY MODIFIED DONE");
    }

    @Test
    void redirectThatTheKernelRefusesIsAnsweredToItsSenderOnly() {
        pcb.kernel(request -> {
            throw new RoutingException(Errno.ENETUNREACH, "gateway 192.0.2.1 is on no connected network");
        });
        ByteBuffer request = RequestBytes.redirect().bytes();
        assertEquals(Errno.ENETUNREACH, assertThrows(RoutingException.class, () -> pfroute.output(pcb, request)).errno());
        assertFalse(Recorded.last(pcb).toAll(), "the kernel tells everybody what it refused");
        assertEquals(51, Recorded.reply(pcb).number("errno"));
        assertEquals(0x6, Recorded.reply(pcb).number("flags"));
    }
}
