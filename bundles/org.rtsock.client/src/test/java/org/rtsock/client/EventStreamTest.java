// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.TypeDescriptor;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class EventStreamTest {
    private static final long EPOCH = 1_234_567_890_123L;
    private static final Cause NETLINK = new Cause.Driver("netlink");
    private static final IfdCodec IFD = new IfdCodec();
    /// A type that no code here was built for.
    private static final TypeDescriptor LABEL = new TypeDescriptor(
            new MessageType(70, "LABEL", "label", 65, 0),
            List.of(
                    Field.key("label", FieldKind.U64),
                    Field.key("zone", FieldKind.U8).asOptional(),
                    Field.enumeration("action", Map.of(1, "pop")),
                    Field.of("owner", FieldKind.MAC),
                    Field.of("note", FieldKind.TEXT).asOptional(),
                    Field.list("stack", List.of(Field.of("to", FieldKind.ADDRESS), Field.of("last", FieldKind.BOOL)))));

    @TempDir
    Path folder;

    private static Ifd ifd(int index, String name) {
        return new Ifd(index, name, new MacAddress(0x0200_0000_0001L, 6), 1500, true, false, "veth");
    }

    private List<StreamMessage> read(int count, ScriptedAppliance.Script script) throws IOException {
        Path socket = folder.resolve("s" + System.nanoTime());
        try (var _ = ScriptedAppliance.start(socket, script);
                var connection = RtsockConnection.connect(socket)) {
            EventStream stream = connection.listen(AsyncMode.of(-1));
            StreamMessage[] messages = new StreamMessage[count];
            for (int i = 0; i < count; i++) {
                messages[i] = stream.next();
            }
            return List.of(messages);
        }
    }

    @Test
    void subscriptionStandsInTheRequest() throws IOException {
        Path socket = folder.resolve("s");
        Filter filter = new Filter(254, Family.INET6, Prefix.parse("2001:db8::/32"), Set.of(4, 186), 100);
        try (var appliance = ScriptedAppliance.start(socket, (request, peer) -> peer.mark(EPOCH, 5, true));
                var connection = RtsockConnection.connect(socket)) {
            connection.listen(new AsyncMode(3, Set.of("route", "ifd"), filter, new AsyncMode.ResumePoint(EPOCH, 4))).next();
            FieldReader sent = appliance.requests().getFirst().fields();
            assertEquals(3, sent.u32());
            assertEquals(2, sent.u16());
            assertEquals("ifd", sent.text());
            assertEquals("route", sent.text());
            assertEquals(filter, Filter.read(sent));
            assertEquals(EPOCH, sent.u64());
            assertEquals(4, sent.u64());
            assertEquals(0, sent.remaining());
        }
    }

    @Test
    void bornAfterTheSpanIsAddAnyOtherChange() throws IOException {
        List<StreamMessage> messages = read(6, (request, peer) -> {
            peer.done(request);
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 9);
            peer.record(IFD, ifd(1, "a"), 9, 3, NETLINK);
            peer.mark(EPOCH, 9, true);
            peer.span(IFD.type(), ScriptedAppliance.DELETES, 9, EPOCH, 12);
            peer.record(IFD, ifd(2, "b"), 10, 4, NETLINK);
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 9, EPOCH, 12);
            peer.record(IFD, ifd(1, "c"), 11, 9, NETLINK);
            peer.record(IFD, ifd(3, "d"), 12, 10, new Cause.Request("unix", 42, 7));
            peer.mark(EPOCH, 12, false);
        });
        assertEquals(Operation.ADD, event(messages, 0).operation());
        assertEquals(EPOCH, event(messages, 0).epoch());
        assertEquals(new StreamMessage.Mark(EPOCH, 9, true), messages.get(1));
        assertEquals(Operation.DELETE, event(messages, 2).operation());
        assertEquals(Operation.CHANGE, event(messages, 3).operation());
        assertEquals(Operation.ADD, event(messages, 4).operation());
        assertEquals(new Cause.Request("unix", 42, 7), event(messages, 4).cause());
        assertEquals(new StreamMessage.Mark(EPOCH, 12, false), messages.get(5));
    }

    @Test
    void firstCutMayOvertakeTheReply() throws IOException {
        List<StreamMessage> messages = read(2, (request, peer) -> {
            peer.mark(EPOCH, 0, true);
            peer.done(request);
            peer.mark(EPOCH, 1, false);
        });
        assertEquals(new StreamMessage.Mark(EPOCH, 0, true), messages.get(0));
        assertEquals(new StreamMessage.Mark(EPOCH, 1, false), messages.get(1));
    }

    @Test
    void resetNamesItsType() throws IOException {
        List<StreamMessage> messages = read(1, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.reset(IFD.type(), EPOCH, 8);
        });
        assertEquals(new StreamMessage.Reset(IFD.descriptor(), EPOCH, 8), messages.getFirst());
    }

    @Test
    void spansOfOneTypeHaveEachTheirPlace() throws IOException {
        List<StreamMessage> messages = read(5, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), ScriptedAppliance.DELETES, 5, EPOCH, 9);
            peer.record(IFD, ifd(1, "gone"), 7, 3, NETLINK);
            peer.span(IFD.type(), ScriptedAppliance.DELETES, 5, EPOCH, 9);
            peer.record(IFD, ifd(2, "hidden, as the value that it has"), 4, 4, NETLINK);
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 9);
            peer.record(IFD, ifd(3, "shown"), 4, 4, NETLINK);
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 5, EPOCH, 9);
            peer.record(IFD, ifd(4, "changed"), 8, 4, NETLINK);
            peer.mark(EPOCH, 9, true);
        });
        assertEquals(Operation.DELETE, event(messages, 0).operation());
        assertEquals(Operation.DELETE, event(messages, 1).operation());
        assertEquals(Operation.ADD, event(messages, 2).operation());
        assertEquals(Operation.CHANGE, event(messages, 3).operation());
        assertEquals(new StreamMessage.Mark(EPOCH, 9, true), messages.get(4));
    }

    @Test
    void aCutThatBecameVoidIsFollowedByResets() throws IOException {
        List<StreamMessage> messages = read(4, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 5, EPOCH, 9);
            peer.record(IFD, ifd(1, "a"), 7, 7, NETLINK);
            peer.reset(IFD.type(), EPOCH, 12);
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 12);
            peer.record(IFD, ifd(1, "b"), 11, 7, NETLINK);
            peer.mark(EPOCH, 12, false);
        });
        assertEquals(Operation.ADD, event(messages, 0).operation());
        assertEquals(new StreamMessage.Reset(IFD.descriptor(), EPOCH, 12), messages.get(1));
        assertEquals(Operation.ADD, event(messages, 2).operation());
        assertEquals(new StreamMessage.Mark(EPOCH, 12, false), messages.get(3));
    }

    /// They are told when they happen, whatever cut is under way, and may come before any record of their type.
    @Test
    void noticesAndDesyncMayStandAnywhere() throws IOException {
        Cause cause = new Cause.Request("unix", 42, 7);
        Prefix host = Prefix.parse("10.1.2.3");
        Route route = new Route(
                Route.Key.of(254, Prefix.parse("10.0.0.0/8"), 5), 4, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
        IpAddress gateway = IpAddress.parse("192.0.2.2");
        Redirect redirect = new Redirect(new Redirect.Key(254, host), gateway, IpAddress.parse("192.0.2.1"), false);
        List<StreamMessage> messages = read(8, (request, peer) -> {
            peer.notice(Operation.MISS, MessageType.ROUTE, 0, out -> out.u32(-1).prefix(host), cause);
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 9);
            peer.record(IFD, ifd(1, "a"), 7, 7, NETLINK);
            peer.notice(
                    Operation.RESOLVE, MessageType.ROUTE, 0, out -> new RouteCodec().encode(route, out.u32(254).prefix(host)), cause);
            peer.notice(
                    Operation.LOSING, MessageType.ROUTE, 0, out -> new RouteCodec().encode(route, out.u32(254).prefix(host)), NETLINK);
            peer.notice(
                    Operation.ADD,
                    MessageType.REDIRECT,
                    Errno.ENETUNREACH.number(),
                    out -> new RedirectCodec().encode(redirect, out.u32(254).prefix(host)),
                    cause);
            peer.desync(3);
            peer.record(IFD, ifd(2, "b"), 8, 8, NETLINK);
            peer.mark(EPOCH, 9, true);
        });
        TypeDescriptor routes = new RouteCodec().descriptor();
        assertEquals(
                new StreamMessage.Notice(Operation.MISS, routes, 4_294_967_295L, host, null, null, cause), messages.get(0));
        assertEquals(Operation.ADD, event(messages, 1).operation());
        StreamMessage.Notice resolve = assertInstanceOf(StreamMessage.Notice.class, messages.get(2));
        assertEquals(Operation.RESOLVE, resolve.operation());
        assertEquals(254, resolve.table());
        assertEquals("254 inet 10.0.0.0/8 5", assertInstanceOf(FieldValues.class, resolve.object()).key());
        StreamMessage.Notice losing = assertInstanceOf(StreamMessage.Notice.class, messages.get(3));
        assertEquals(Operation.LOSING, losing.operation());
        assertEquals(NETLINK, losing.cause());
        StreamMessage.Notice refused = assertInstanceOf(StreamMessage.Notice.class, messages.get(4));
        assertEquals(MessageType.REDIRECT, refused.type().type());
        assertEquals(Errno.ENETUNREACH, refused.errno());
        assertEquals(gateway, assertInstanceOf(FieldValues.class, refused.object()).get("gateway"));
        assertEquals(new StreamMessage.Desync(3), messages.get(5));
        assertEquals(Operation.ADD, event(messages, 6).operation(), "the span goes on");
        assertEquals(new StreamMessage.Mark(EPOCH, 9, true), messages.get(7));
    }

    @Test
    void noticesOfOtherTypesMakeNoSense() {
        assertThrows(
                ProtocolException.class,
                () -> read(1, (request, peer) -> peer.notice(
                        Operation.MISS, MessageType.IFDEV, 0, out -> out.u32(254).prefix(Prefix.parse("::1")), NETLINK)));
        assertThrows(
                ProtocolException.class,
                () -> read(1, (request, peer) -> peer.notice(Operation.LOSING, MessageType.ROUTE, 0, out -> out.u32(254), NETLINK)));
    }

    @Test
    void recordsAfterAResetNeedASpan() {
        assertThrows(ProtocolException.class, () -> read(3, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 5, EPOCH, 9);
            peer.record(IFD, ifd(1, "a"), 7, 7, NETLINK);
            peer.reset(IFD.type(), EPOCH, 12);
            peer.record(IFD, ifd(2, "b"), 7, 7, NETLINK);
        }));
    }

    @Test
    void unknownTypeIsReadByItsDescription() throws IOException {
        List<StreamMessage> messages = read(1, (request, peer) -> {
            peer.describe(LABEL);
            peer.span(LABEL.type(), ScriptedAppliance.VALUES, 0, EPOCH, 2);
            peer.record(70, fields -> fields.u64(-1).u8(3).u8(1).u8(0).text("").u16(2)
                    .address(IpAddress.parse("::1")).bool(true).address(null).bool(false)
                    .text("a field that this version does not know"), 2, 2, NETLINK);
        });
        FieldValues label = event(messages, 0).object();
        assertEquals("18446744073709551615 zone=3", label.key());
        assertEquals("pop", label.get("action"));
        assertEquals("", label.get("owner"));
        assertNull(label.get("note"));
        assertEquals("[{to=::1, last=true}, {to=, last=false}]", String.valueOf(label.get("stack")));
    }

    @Test
    void enumerationWithoutANameIsItsDigits() throws IOException {
        List<StreamMessage> messages = read(1, (request, peer) -> {
            peer.describe(LABEL);
            peer.span(LABEL.type(), ScriptedAppliance.VALUES, 0, EPOCH, 2);
            peer.record(70, fields -> fields.u64(16).u8(0).u8(200).u8(0).text("").u16(0), 2, 2, NETLINK);
        });
        assertEquals("200", event(messages, 0).object().get("action"));
        assertEquals("16", event(messages, 0).object().key());
    }

    @Test
    void refusedSubscriptionHasItsErrno() {
        RoutingException e = assertThrows(
                RoutingException.class,
                () -> read(1, (request, peer) -> peer.refuse(request, Errno.EINVAL, "flags 4294967295 are too many")));
        assertEquals("EINVAL: flags 4294967295 are too many", e.toString());
    }

    @Test
    void nonsenseIsTheAppliancesFault() {
        assertThrows(ProtocolException.class, () -> read(1, (request, peer) -> peer.reset(MessageType.ROUTE, EPOCH, 1)));
        assertThrows(ProtocolException.class, () -> read(1, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.record(IFD, ifd(1, "a"), 1, 1, NETLINK);
        }));
        assertThrows(ProtocolException.class, () -> read(1, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 1);
            peer.record(IFD.type().number(), fields -> fields.u8(1), 1, 1, NETLINK);
        }));
        assertThrows(ProtocolException.class, () -> read(1, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), 3, 0, EPOCH, 1);
        }));
    }

    @Test
    void manyFramesOfAllSizesComeWhole() throws IOException {
        int count = 5_000;
        List<StreamMessage> messages = read(count, (request, peer) -> {
            peer.describe(IFD.descriptor());
            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 1);
            for (int i = 0; i < count; i++) {
                peer.record(IFD, ifd(i, "x".repeat(i % 1000 == 999 ? 65_000 : i % 40)), 1, 1, NETLINK);
            }
        });
        for (int i = 0; i < count; i++) {
            FieldValues object = event(messages, i).object();
            assertEquals((long) i, object.get("index"));
            assertEquals(i % 1000 == 999 ? 65_000 : i % 40, String.valueOf(object.get("name")).length());
        }
    }

    private static StreamMessage.Event event(List<StreamMessage> messages, int index) {
        return assertInstanceOf(StreamMessage.Event.class, messages.get(index));
    }
}
