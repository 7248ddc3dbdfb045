// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.ScriptedAppliance;
import org.rtsock.client.ScriptedAppliance.Peer;
import org.rtsock.client.ScriptedAppliance.Request;

/// An appliance with a few interfaces, tables, routes and labels (a plug-in's type), and the command run against it.
final class Lab implements AutoCloseable {
    static final long EPOCH = 4_000_000_000_001L;
    static final Cause NETLINK = new Cause.Driver("netlink");
    static final TypeDescriptor LABEL = new TypeDescriptor(
            new MessageType(70, "LABEL", "label", 65, 0),
            List.of(
                    Field.key("label", FieldKind.U32),
                    Field.enumeration("action", Map.of(1, "pop")),
                    Field.of("bound", FieldKind.BOOL),
                    Field.of("note", FieldKind.TEXT).asOptional()));
    /// Whoever asks for this table loses a cut in the middle.
    static final int SLOW_TABLE = 9;
    static final Prefix NET = Prefix.parse("10.0.0.0/8");
    static final Nexthop GATEWAY = new Nexthop(IpAddress.parse("192.0.2.1"), 2, "eth0", 1);

    private static final IfdCodec IFD = new IfdCodec();
    private static final RtTableCodec TABLE = new RtTableCodec();
    private static final RouteCodec ROUTE = new RouteCodec();

    private final ScriptedAppliance appliance;
    private final Path socket;

    /// What a command printed, and its exit status.
    record Outcome(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    Lab(Path folder) throws IOException {
        socket = folder.resolve("rtsock.sock");
        appliance = ScriptedAppliance.start(socket, Lab::answer);
    }

    static Route route(String prefix, int priority, Nexthop... nexthops) {
        return new Route(
                Route.Key.of(254, Prefix.parse(prefix), priority),
                4,
                nexthops.length == 0 ? RouteType.BLACKHOLE : RouteType.UNICAST,
                List.of(nexthops),
                RouteState.STORED,
                null);
    }

    Outcome run(String... words) {
        return run(Map.of("RTSOCK_SOCKET", socket.toString()), false, words);
    }

    static Outcome run(Map<String, String> environment, boolean terminal, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Rtsock.run(words, environment, terminal, out, err);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Path socket() {
        return socket;
    }

    /// The last request of an operation.
    Request sent(Operation operation) {
        return appliance.requests().stream()
                .filter(request -> request.operation() == operation)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        appliance.close();
    }

    private static void answer(Request request, Peer peer) throws IOException {
        switch (request.operation()) {
            case DESCRIBE -> {
                for (TypeDescriptor type : List.of(IFD.descriptor(), TABLE.descriptor(), ROUTE.descriptor(), LABEL)) {
                    peer.more(request, type::write);
                }
                peer.done(request);
            }
            case INFO -> {
                String topic = request.fields().text();
                peer.more(request, row -> row.u16(2)
                        .text("name").u8(FieldKind.TEXT.number()).text(topic + ".count")
                        .text("value").u8(FieldKind.U64.number()).u64(12));
                peer.done(request);
            }
            case LISTEN -> listen(request, peer);
            case GET -> {
                Route.Key asked = ROUTE.decode(request.fields()).key();
                peer.refuse(request, Errno.ESRCH, "no route to " + asked.prefix().address() + " in table " + asked.table());
            }
            case ADD, CHANGE, DELETE -> {
                Route route = ROUTE.decode(request.fields());
                peer.done(request, 31, fields -> ROUTE.encode(route, fields));
            }
            default -> peer.refuse(request, Errno.EOPNOTSUPP, request.operation() + " is not supported");
        }
    }

    private static void listen(Request request, Peer peer) throws IOException {
        FieldReader in = request.fields();
        boolean resumed = resumes(request);
        long flags = in.u32();
        Set<String> words = new HashSet<>();
        for (int count = in.u16(); count > 0; count--) {
            words.add(in.text());
        }
        Filter filter = Filter.read(in);
        peer.done(request);
        if (resumed) {
            difference(peer);
            return;
        }
        if (filter.table() == SLOW_TABLE) {
            voidCut(peer);
            return;
        }
        if ((flags & MessageType.IFDEV.flag()) != 0 || words.contains("ifd")) {
            span(peer, IFD.descriptor(), 0);
            peer.record(IFD, ifd(10, "wlan0"), 3, 3, NETLINK);
            peer.record(IFD, ifd(2, "eth0"), 2, 1, NETLINK);
        }
        if ((flags & MessageType.RTTABLE.flag()) != 0 || words.contains("rttable")) {
            span(peer, TABLE.descriptor(), 0);
            peer.record(TABLE, new RtTable(254, "main", Family.INET), 1, 1, NETLINK);
        }
        if ((flags & MessageType.ROUTE.flag()) != 0 || words.contains("route")) {
            span(peer, ROUTE.descriptor(), 0);
            peer.record(ROUTE, route("10.0.0.0/8", 20), 4, 4, new Cause.Request("unix", 42, 7));
            peer.record(ROUTE, route("10.0.0.0/8", 3, GATEWAY, new Nexthop(null, 10, "wlan0", 9)), 5, 5, NETLINK);
            peer.record(ROUTE, route("9.0.0.0/8", 3, GATEWAY), 5, 5, NETLINK);
        }
        if (words.contains("label")) {
            span(peer, LABEL, 0);
            peer.record(70, fields -> fields.u32(17).u8(9).bool(false).text(""), 6, 6, NETLINK);
            peer.record(70, fields -> fields.u32(16).u8(1).bool(true).text("hi"), 6, 6, NETLINK);
        }
        peer.mark(EPOCH, 6, true);
        peer.span(IFD.type(), ScriptedAppliance.DELETES, 6, EPOCH, 7);
        peer.record(IFD, ifd(10, "wlan0"), 7, 3, NETLINK);
        peer.mark(EPOCH, 7, false);
        peer.hangUp();
    }

    private static boolean resumes(Request request) {
        List<Byte> tail = new ArrayList<>();
        for (int i = request.payload().limit() - 16; i < request.payload().limit(); i++) {
            tail.add(request.payload().get(i));
        }
        return tail.stream().anyMatch(b -> b != 0);
    }

    private static void difference(Peer peer) throws IOException {
        peer.describe(LABEL);
        peer.reset(LABEL.type(), EPOCH, 6);
        span(peer, IFD.descriptor(), 2);
        peer.record(IFD, ifd(2, "lan0"), 5, 1, NETLINK);
        peer.record(IFD, ifd(10, "wlan0"), 3, 3, NETLINK);
        peer.mark(EPOCH, 6, true);
        peer.hangUp();
    }

    /// The records are taken away after the first one.
    private static void voidCut(Peer peer) throws IOException {
        span(peer, IFD.descriptor(), 0);
        peer.record(IFD, ifd(2, "eth0"), 2, 1, NETLINK);
        peer.reset(IFD.type(), EPOCH, 6);
        span(peer, IFD.descriptor(), 0);
        peer.record(IFD, ifd(2, "lan0"), 5, 1, NETLINK);
        peer.mark(EPOCH, 6, true);
    }

    private static void span(Peer peer, TypeDescriptor type, long from) throws IOException {
        peer.describe(type);
        peer.span(type.type(), ScriptedAppliance.VALUES, from, EPOCH, 6);
    }

    private static Ifd ifd(int index, String name) {
        return new Ifd(index, name, new MacAddress(0x0200_0000_0000L + index, 6), 1500, true, false, "veth");
    }
}
