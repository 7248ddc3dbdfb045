// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;

/// Which operation is for which type, what the kernel is asked, and what comes back.
class ObjectRequestsTest {
    private static final IpAddress GATEWAY = IpAddress.parse("192.0.2.2");
    private static final Redirect REDIRECT =
            new Redirect(new Redirect.Key(254, Prefix.parse("10.1.2.3")), GATEWAY, IpAddress.parse("192.0.2.1"), false);
    private static final Set<Operation> WRITES =
            Set.of(Operation.ADD, Operation.CHANGE, Operation.DELETE, Operation.LOCK, Operation.LOSING);

    private record Sample<T extends RoutingObject>(ObjectCodec<T> codec, T object, Set<Operation> operations) {
        ByteBuffer frame(Operation operation, int first) {
            return Frames.object(operation, codec, object, first);
        }
    }

    private static final List<Sample<?>> SAMPLES = List.of(
            new Sample<>(
                    new RouteCodec(),
                    measured(),
                    Set.of(Operation.ADD, Operation.CHANGE, Operation.DELETE, Operation.GET, Operation.LOCK, Operation.LOSING)),
            new Sample<>(
                    new RtTableCodec(),
                    new RtTable(100, "blue", Family.INET),
                    Set.of(Operation.ADD, Operation.CHANGE, Operation.DELETE, Operation.GET)),
            new Sample<>(new RedirectCodec(), REDIRECT, Set.of(Operation.ADD, Operation.DELETE, Operation.GET)),
            new Sample<>(
                    new RtStatsCodec(),
                    new RtStats(new RtStats.Key(254, Family.INET, 4), 0, RtStats.Counts.ZERO),
                    Set.of(Operation.CHANGE, Operation.GET)),
            new Sample<>(
                    new IfdCodec(), new Ifd(2, "eth0", new MacAddress(1, 6), 1500, true, true, "ether"), Set.of(Operation.GET)),
            new Sample<>(new IflCodec(), new Ifl(2, "eth0.0", 2, 0, true), Set.of(Operation.GET)),
            new Sample<>(new IffCodec(), new Iff(2, Family.INET, 1500), Set.of(Operation.GET)),
            new Sample<>(
                    new IfaCodec(),
                    new Ifa(2, IpAddress.parse("192.0.2.7"), Prefix.parse("192.0.2.0/24"), null, null),
                    Set.of(Operation.GET)));

    private final RtsProtosw rts = new RtsProtosw();
    private final RecordingControlBlock pcb = Recorded.socket();

    @BeforeEach
    void attach() {
        rts.usrreq(UserRequest.ATTACH, pcb, null);
    }

    private static Route measured() {
        Route plain = Frames.route("10.0.0.0/8");
        RouteAttributes attributes = plain.attributes()
                .withMetrics(RouteMetrics.of(new RouteMetrics.Entry(RouteMetric.MTU, 1400, true)))
                .withFlags(Set.of(RouteFlag.PROTO1));
        return new Route(plain.key(), attributes);
    }

    private RoutingException refused(Errno errno, ByteBuffer frame) {
        RoutingException e = assertThrows(RoutingException.class, () -> rts.output(pcb, frame));
        assertEquals(errno, e.errno(), e.getMessage());
        assertEquals(errno.number(), Frame.errno(Recorded.lastReply(pcb), 0));
        return e;
    }

    @Test
    void everyOperationOfATypeReachesTheKernelAndNoOther() {
        int carriedOut = 0;
        for (Sample<?> sample : SAMPLES) {
            for (Operation operation : Operation.values()) {
                if (!WRITES.contains(operation) && operation != Operation.GET) {
                    continue;
                }
                pcb.forget();
                ByteBuffer frame = sample.frame(operation, 1);
                if (sample.operations().contains(operation)) {
                    rts.output(pcb, frame);
                    boolean get = operation == Operation.GET;
                    assertEquals(
                            List.of(new RouteRequest(
                                    operation,
                                    sample.object(),
                                    get ? Level.STORED : Level.PROGRAMMED,
                                    get ? Lookup.EXACT : Lookup.LONGEST,
                                    Frames.PID,
                                    Frames.SEQ)),
                            pcb.requests());
                    assertEquals(Frame.FLAG_REPLY | Frame.FLAG_DONE, Frame.flags(Recorded.lastReply(pcb), 0));
                    assertEquals(sample.object(), sample.codec().decode(Frames.payload(Recorded.lastReply(pcb))));
                    carriedOut++;
                } else {
                    MessageType type = sample.codec().type();
                    assertEquals(
                            "operation " + operation + " is not for message type " + type.name() + " (" + type.number() + ")",
                            refused(Errno.EOPNOTSUPP, frame).getMessage());
                    assertEquals(List.of(), pcb.requests());
                }
            }
        }
        assertEquals(6 + 4 + 3 + 2 + 4, carriedOut);
    }

    @Test
    void aPlugInsTypeTakesNoRequests() {
        MessageType label = new MessageType(70, "LABEL", "label", 65, 0);
        assertEquals(
                "operation GET is not for message type 70, which takes no requests",
                refused(Errno.EOPNOTSUPP, Frames.frame(Operation.GET, label, out -> out.u8(0))).getMessage());
    }

    @Test
    void lookupSaysHowARouteIsFound() {
        for (Map.Entry<Integer, Lookup> lookup : Map.of(
                        0, Lookup.LONGEST, 1, Lookup.EXACT, 2, Lookup.PREFIX, 3, Lookup.REPORTED)
                .entrySet()) {
            rts.output(pcb, Frames.route(Operation.GET, Frames.route("10.0.0.0/8"), lookup.getKey()));
            assertEquals(lookup.getValue(), pcb.requests().getLast().lookup());
        }
        assertTrue(refused(Errno.EINVAL, Frames.route(Operation.GET, Frames.route("10.0.0.0/8"), 4))
                .getMessage()
                .startsWith("lookup 4 is not 0 (longest match), 1 (exact key), 2 (prefix) or 3 (reported)"));
    }

    @Test
    void otherTypesAreFoundByTheirKeyOnly() {
        ByteBuffer frame = Frames.object(Operation.GET, new RedirectCodec(), REDIRECT, 3);
        assertTrue(refused(Errno.EINVAL, frame).getMessage().startsWith("lookup 3 is for routes, not for REDIRECT"));
    }

    /// Metrics and flags stand at the end, so the payload of a route that has none just ends.
    @Test
    void goldenBytesOfARequestWithMetricsAndOfOneWithout() {
        String header = "01" + "01" + "0200" + "0000" + "0000" + "3000";
        String tail = "fe000000" + "02" + "08" + "04" + "0a000000" + "64000000" // table .. priority
                + "00" + "0000" + "00000000" // tos, source, instance
                + "04" + "01" + "0100" + "00" + "03000000" + "0000" + "0100" // protocol, type, one next hop
                + "00" + "00"; // state, errno
        String cause = "2a000000" + "09000000" + "00".repeat(24);
        ByteBuffer plain = Frames.route(Operation.ADD, Frames.route("10.0.0.0/8"), 1);
        assertEquals("58000000" + header + "2600" + cause + "01" + tail + "0000", Frames.hex(plain));
        ByteBuffer measured = Frames.route(Operation.ADD, measured(), 1);
        assertEquals(
                "68000000" + header + "3500" + cause + "01" + tail
                        + "0100" + "01" + "7805000000000000" + "01" // one metric: mtu 1400, locked
                        + "0100" + "05" // one flag: proto1
                        + "000000",
                Frames.hex(measured));
        rts.output(pcb, plain);
        assertEquals(Frames.route("10.0.0.0/8"), pcb.requests().getLast().object());
        rts.output(pcb, measured);
        assertEquals(measured(), pcb.requests().getLast().object());
    }

    @Test
    void aRestrictedSocketAsksAboutItsFamilyAndInterfaces() {
        pcb.restrictTo(Family.INET6);
        assertEquals(
                "destination 10.1.2.3/32 is inet, the socket is for inet6",
                refused(Errno.EAFNOSUPPORT, Frames.object(Operation.ADD, new RedirectCodec(), REDIRECT, 0)).getMessage());
        RtTable table = new RtTable(100, "blue", Family.INET);
        assertEquals(
                "rttable is inet, the socket is for inet6",
                refused(Errno.EAFNOSUPPORT, Frames.object(Operation.ADD, new RtTableCodec(), table, 0)).getMessage());
        rts.output(pcb, Frames.object(Operation.GET, new IffCodec(), new Iff(2, Family.INET, 0), 0));
        assertEquals(1, pcb.requests().size());
    }

    @Test
    void theReplyIsWhatTheKernelHolds() {
        pcb.kernel(request -> new RouteReply(REDIRECT, 12));
        Redirect modest = new Redirect(REDIRECT.key(), GATEWAY, GATEWAY, true);
        rts.output(pcb, Frames.object(Operation.GET, new RedirectCodec(), modest, 0));
        assertEquals(REDIRECT, new RedirectCodec().decode(Frames.payload(Recorded.lastReply(pcb))));
        assertEquals(12, Frame.kernelVersion(Recorded.lastReply(pcb), 0));
        assertEquals(MessageType.REDIRECT.number(), Frame.type(Recorded.lastReply(pcb), 0));
    }
}
