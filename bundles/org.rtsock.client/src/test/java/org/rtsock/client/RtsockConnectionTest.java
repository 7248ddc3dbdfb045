// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
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
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RouteCodec;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RtsockConnectionTest {
    private static final Route ROUTE = new Route(
            Route.Key.of(254, Prefix.parse("10.0.0.0/8"), 5),
            4,
            RouteType.UNICAST,
            List.of(new Nexthop(IpAddress.parse("192.0.2.1"), 0, "eth0", 7)),
            RouteState.STORED,
            null);

    @TempDir
    Path folder;

    private Path socket() {
        return folder.resolve("s");
    }

    @Test
    void missingFileIsNoAppliance() {
        NoApplianceException e = assertThrows(NoApplianceException.class, () -> RtsockConnection.connect(socket()));
        assertEquals("no appliance at " + socket() + " (no such file)", e.getMessage());
    }

    @Test
    void socketThatNobodyListensOnIsNoAppliance() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket())).close();
        NoApplianceException e = assertThrows(NoApplianceException.class, () -> RtsockConnection.connect(socket()));
        assertEquals("no appliance at " + socket() + " (nobody listens there)", e.getMessage());
    }

    @Test
    void foreignServerIsNoAppliance() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket()));
            Thread foreign = Thread.ofVirtual().start(() -> {
                try (var channel = server.accept()) {
                    channel.read(ByteBuffer.allocate(16));
                    channel.write(ByteBuffer.wrap("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII)));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            NoApplianceException e = assertThrows(NoApplianceException.class, () -> RtsockConnection.connect(socket()));
            assertEquals("no appliance at " + socket() + " (what listens there does not speak rtsock)", e.getMessage());
            foreign.join();
        }
    }

    @Test
    void refusedSocketHasItsErrno() throws IOException {
        try (var appliance = ScriptedAppliance.start(socket(), Errno.EPROTONOSUPPORT.number(), (request, peer) -> {})) {
            RoutingException e = assertThrows(RoutingException.class, () -> RtsockConnection.connect(socket()));
            assertEquals(Errno.EPROTONOSUPPORT, e.errno());
            assertTrue(appliance.requests().isEmpty());
        }
    }

    @Test
    void writeCarriesRouteAndLevel() throws IOException {
        try (var appliance = ScriptedAppliance.start(
                        socket(), (request, peer) -> peer.done(request, 77, fields -> new RouteCodec().encode(ROUTE, fields)));
                var connection = RtsockConnection.connect(socket())) {
            Answer answer = connection.write(Operation.ADD, ROUTE, Level.PROGRAMMED);

            FieldReader sent = appliance.requests().getFirst().fields();
            assertEquals(1, sent.u8());
            assertEquals(ROUTE, new RouteCodec().decode(sent));
            assertEquals(0, sent.remaining());
            assertEquals(ProcessHandle.current().pid(), appliance.requests().getFirst().pid());
            assertEquals(77, answer.version());
            assertEquals("254 inet 10.0.0.0/8 5", answer.object().key());
            assertEquals("static", answer.object().get("protocol"));
        }
    }

    @Test
    void getCarriesHowToLookUp() throws IOException {
        try (var appliance = ScriptedAppliance.start(
                        socket(), (request, peer) -> peer.done(request, 1, fields -> new RouteCodec().encode(ROUTE, fields)));
                var connection = RtsockConnection.connect(socket())) {
            connection.get(ROUTE, Lookup.REPORTED);
            FieldReader sent = appliance.requests().getFirst().fields();
            assertEquals(3, sent.u8());
            new RouteCodec().decode(sent);
            assertEquals(0, sent.remaining());
        }
    }

    @Test
    void objectsOfAllTypesGoAndComeBack() throws IOException {
        IpAddress gateway = IpAddress.parse("192.0.2.1");
        Prefix host = Prefix.parse("10.1.2.3");
        Map<RoutingObject, String> objects = Map.of(
                ROUTE, "254 inet 10.0.0.0/8 5",
                new RtTable(100, "blue", Family.INET6), "100 inet6",
                new Redirect(new Redirect.Key(254, host), gateway, gateway, false), "254 inet 10.1.2.3/32",
                new RtStats(new RtStats.Key(254, Family.INET, 4), 0, RtStats.Counts.ZERO), "254 inet static",
                new Ifd(2, "eth0", MacAddress.NONE, 1500, true, true, "ether"), "2",
                new Ifl(3, "eth0.7", 2, 7, true), "3",
                new Iff(3, Family.INET, 1500), "3 inet",
                new Ifa(3, gateway, Prefix.parse("192.0.2.0/24"), null, null), "3 192.0.2.1 192.0.2.0/24");
        try (var appliance = ScriptedAppliance.start(socket(), ScriptedAppliance::echo);
                var connection = RtsockConnection.connect(socket())) {
            for (Map.Entry<RoutingObject, String> object : objects.entrySet()) {
                Answer answer = connection.get(object.getKey(), Lookup.EXACT);
                assertEquals(object.getValue(), answer.object().key());
                assertEquals(object.getKey().type(), answer.type().type());
                assertEquals(object.getKey().type().number(), appliance.requests().getLast().type());
            }
        }
    }

    @Test
    void aPlugInsObjectTakesNoRequests() throws IOException {
        record Label(int number) implements ExtensionObject.Body {}
        MessageType type = new MessageType(70, "LABEL", "label", 65, 0);
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> peer.done(request));
                var connection = RtsockConnection.connect(socket())) {
            ExtensionObject label = new ExtensionObject(new ExtensionObject.Key(type, 16), new Label(16));
            RoutingException e = assertThrows(RoutingException.class, () -> connection.get(label, Lookup.EXACT));
            assertEquals("EOPNOTSUPP: message type LABEL takes no requests", e.toString());
        }
    }

    /// Metrics and flags stand at the end of a route and may be missing.
    @Test
    void optionalFieldsAtTheEndMayBeMissing() throws IOException {
        Route measured = new Route(
                ROUTE.key(),
                ROUTE.attributes()
                        .withMetrics(RouteMetrics.of(new RouteMetrics.Entry(RouteMetric.MTU, 1400, true)))
                        .withFlags(Set.of(RouteFlag.PROTO1, RouteFlag.XRESOLVE)));
        try (var _ = ScriptedAppliance.start(socket(), ScriptedAppliance::echo);
                var connection = RtsockConnection.connect(socket())) {
            FieldValues without = connection.write(Operation.ADD, ROUTE, Level.STORED).object();
            assertNull(without.get("metrics"));
            assertNull(without.get("flags"));
            FieldValues with = connection.write(Operation.ADD, measured, Level.STORED).object();
            assertEquals("[{metric=mtu, value=1400, locked=true}]", String.valueOf(with.get("metrics")));
            assertEquals("[{flag=xresolve}, {flag=proto1}]", String.valueOf(with.get("flags")));
        }
    }

    @Test
    void fieldsThatAreNotOptionalMayNotBeMissing() throws IOException {
        try (var _ = ScriptedAppliance.start(
                        socket(), (request, peer) -> peer.done(request, 1, fields -> fields.u32(254).u8(2)));
                var connection = RtsockConnection.connect(socket())) {
            assertThrows(ProtocolException.class, () -> connection.get(ROUTE, Lookup.EXACT));
        }
    }

    @Test
    void refusalIsTheKernelsErrnoAndTheConnectionGoesOn() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {
                    if (request.operation() == Operation.ADD) {
                        peer.refuse(request, Errno.EEXIST, "route 10.0.0.0/8 exists");
                    } else {
                        peer.done(request, 2, fields -> new RouteCodec().encode(ROUTE, fields));
                    }
                });
                var connection = RtsockConnection.connect(socket())) {
            RoutingException e =
                    assertThrows(RoutingException.class, () -> connection.write(Operation.ADD, ROUTE, Level.STORED));
            assertEquals("EEXIST: route 10.0.0.0/8 exists", e.toString());
            assertEquals(2, connection.write(Operation.DELETE, ROUTE, Level.STORED).version());
        }
    }

    @Test
    void repliesToOthersAreSkipped() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {
                    var other = new ScriptedAppliance.Request(
                            Operation.ADD, request.type(), 0, 1, request.seq() + 1, request.payload());
                    peer.refuse(other, Errno.EPERM, "somebody else's");
                    peer.mark(1, 1, false);
                    peer.done(request, 3, fields -> new RouteCodec().encode(ROUTE, fields));
                });
                var connection = RtsockConnection.connect(socket())) {
            assertEquals(3, connection.write(Operation.ADD, ROUTE, Level.STORED).version());
        }
    }

    @Test
    void describeCollectsAllFramesOfTheReply() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {
                    peer.more(request, new IfdCodec().descriptor()::write);
                    peer.more(request, new RouteCodec().descriptor()::write);
                    peer.done(request);
                });
                var connection = RtsockConnection.connect(socket())) {
            assertEquals(
                    List.of(new IfdCodec().descriptor(), new RouteCodec().descriptor()), connection.describe());
        }
    }

    @Test
    void rowsKeepTheirColumnsInOrder() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {
                    assertEquals("listeners", request.fields().text());
                    peer.more(request, fields -> fields.u16(4)
                            .text("id").u8(FieldKind.U64.number()).u64(9)
                            .text("open").u8(FieldKind.BOOL.number()).bool(true)
                            .text("user").u8(FieldKind.TEXT.number()).text("ann")
                            .text("types").u8(FieldKind.LIST.number()).u16(2).text("ifd").text("ifl"));
                    peer.done(request);
                });
                var connection = RtsockConnection.connect(socket())) {
            Map<String, Object> row = connection.info("listeners").getFirst();
            assertEquals("{id=9, open=true, user=ann, types=[ifd, ifl]}", row.toString());
        }
    }

    @Test
    void listeningConnectionTakesNoRequests() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> {});
                var connection = RtsockConnection.connect(socket())) {
            connection.listen(AsyncMode.OFF);
            assertThrows(IllegalStateException.class, connection::describe);
        }
    }

    @Test
    void hangUpEndsTheRequest() throws IOException {
        try (var _ = ScriptedAppliance.start(socket(), (request, peer) -> peer.hangUp());
                var connection = RtsockConnection.connect(socket())) {
            assertThrows(EOFException.class, connection::describe);
        }
    }

    @Test
    void framesThatCannotBeAreRejected() throws IOException {
        for (int length : new int[] {0, 40, 52, Frame.MAX_LENGTH + 8, -8}) {
            assertRejected(ByteBuffer.allocate(48).order(Frame.ORDER).putInt(0, length).put(4, (byte) 1).putShort(12, (short) 48));
        }
        assertRejected(ByteBuffer.allocate(48).order(Frame.ORDER).putInt(0, 48).put(4, (byte) 2).putShort(12, (short) 48));
        assertRejected(ByteBuffer.allocate(48).order(Frame.ORDER).putInt(0, 48).put(4, (byte) 1).putShort(12, (short) 40));
        assertRejected(ByteBuffer.allocate(48)
                .order(Frame.ORDER)
                .putInt(0, 48)
                .put(4, (byte) 1)
                .putShort(12, (short) 48)
                .putShort(14, (short) 1));
    }

    private void assertRejected(ByteBuffer frame) throws IOException {
        Path socket = folder.resolve("bad" + System.nanoTime());
        try (var _ = ScriptedAppliance.start(socket, (request, peer) -> peer.bytes(frame.array()));
                var connection = RtsockConnection.connect(socket)) {
            assertThrows(ProtocolException.class, connection::describe);
        }
    }
}
