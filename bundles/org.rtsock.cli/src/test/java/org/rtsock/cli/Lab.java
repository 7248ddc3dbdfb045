// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.ScriptedAppliance;
import org.rtsock.client.ScriptedAppliance.Peer;
import org.rtsock.client.ScriptedAppliance.Request;

/// An appliance with a few interfaces, tables, routes and labels (a plug-in's type), and the command run against it.
final class Lab implements AutoCloseable {
    static final long EPOCH = 4_000_000_000_001L;
    static final int UNWANTED = 666;
    static final Cause NETLINK = new Cause.Driver("netlink");
    static final TypeDescriptor LABEL = new TypeDescriptor(
            new MessageType(70, "LABEL", "label", 65, 0),
            List.of(
                    Field.key("label", FieldKind.U32),
                    Field.enumeration("action", Map.of(1, "pop")),
                    Field.of("bound", FieldKind.BOOL),
                    Field.of("note", FieldKind.TEXT).asOptional()));
    /// Whoever listens to this table loses a cut in the middle; whoever dumps it loses the first dump.
    static final int SLOW_TABLE = 9;
    /// Whoever dumps this table loses every dump.
    static final int LOST_TABLE = 8;
    /// Whoever listens to this table hears of what left no state behind.
    static final int NOISY_TABLE = 7;
    static final Prefix NET = Prefix.parse("10.0.0.0/8");
    static final Nexthop GATEWAY = new Nexthop(IpAddress.parse("192.0.2.1"), 2, "eth0", 1);

    private static final IfdCodec IFD = new IfdCodec();
    private static final RtTableCodec TABLE = new RtTableCodec();
    private static final RouteCodec ROUTE = new RouteCodec();
    private static final RedirectCodec REDIRECT = new RedirectCodec();
    private static final RtStatsCodec STATS = new RtStatsCodec();

    private final ScriptedAppliance appliance;
    private final Path socket;
    private final AtomicInteger slowDumps = new AtomicInteger();
    private volatile boolean keepsConnections;

    /// What a command printed, and its exit status.
    record Outcome(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    Lab(Path folder) throws IOException {
        socket = folder.resolve("rtsock.sock");
        appliance = ScriptedAppliance.start(socket, this::answer);
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
        int status = Rtsock.run(words, environment, terminal, terminal, out, err);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Does not hang up any more on those who heard all that it has.
    void keepConnections() {
        keepsConnections = true;
    }

    Path socket() {
        return socket;
    }

    /// The object of the last request of an operation, which stands behind a byte of its own.
    <T extends RoutingObject> T sent(Operation operation, ObjectCodec<T> codec) {
        FieldReader in = sent(operation).fields();
        in.u8();
        return codec.decode(in);
    }

    /// How many requests of an operation came.
    long count(Operation operation) {
        return appliance.requests().stream().filter(request -> request.operation() == operation).count();
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

    private void answer(Request request, Peer peer) throws IOException {
        switch (request.operation()) {
            case DESCRIBE -> {
                for (TypeDescriptor type : List.of(IFD.descriptor(), TABLE.descriptor(), ROUTE.descriptor(), STATS.descriptor(), LABEL)) {
                    peer.more(request, type::write);
                }
                peer.done(request);
            }
            case INFO -> {
                String topic = request.fields().text();
                if (topic.equals("features")) {
                    peer.more(request, row -> row.u16(2)
                            .text("name").u8(FieldKind.TEXT.number()).text("core")
                            .text("bundles").u8(FieldKind.LIST.number()).u16(2).text("one 1.0.0").text("two 1.0.0"));
                    peer.done(request);
                    return;
                }
                peer.more(request, row -> row.u16(2)
                        .text("name").u8(FieldKind.TEXT.number()).text(topic + ".count")
                        .text("value").u8(FieldKind.U64.number()).u64(12));
                peer.done(request);
            }
            case LISTEN -> listen(request, peer);
            case DUMP -> dump(request, peer);
            case GET -> {
                FieldReader in = request.fields();
                in.u8();
                Route.Key asked = ROUTE.decode(in).key();
                peer.refuse(request, Errno.ESRCH, "no route to " + asked.prefix().address() + " in table " + asked.table());
            }
            case ADD, CHANGE, DELETE, LOSING -> ScriptedAppliance.echo(request, peer);
            case BATCH -> batch(request, peer);
            default -> peer.refuse(request, Errno.EOPNOTSUPP, request.operation() + " is not supported");
        }
    }

    /// Takes all items but routes of [#UNWANTED] priority; these only when each stands on its own.
    private static void batch(Request request, Peer peer) throws IOException {
        FieldReader in = request.fields();
        int mode = in.u8();
        in.u8();
        List<Integer> refused = new ArrayList<>();
        int items = 0;
        for (; in.remaining() > 0; items++) {
            in.u8();
            int type = in.u16();
            byte[] fields = new byte[in.u16()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = (byte) in.u8();
            }
            FieldReader object = new FieldReader().reset(ByteBuffer.wrap(fields).order(Frame.ORDER), 0, fields.length);
            if (type == MessageType.ROUTE.number() && ROUTE.decode(object).key().priority() == UNWANTED) {
                refused.add(items);
            }
        }
        int carriedOut = items - refused.size();
        peer.done(request, 8, out -> {
            out.u32(carriedOut);
            for (int index : mode == 1 ? refused : List.<Integer>of()) {
                out.u16(index).u16(Errno.EEXIST.number()).text("unwanted");
            }
        });
    }

    private record Wanted(long flags, Set<String> words, Filter filter) {
        static Wanted read(FieldReader in) {
            long flags = in.u32();
            Set<String> words = new HashSet<>();
            for (int count = in.u16(); count > 0; count--) {
                words.add(in.text());
            }
            return new Wanted(flags, words, Filter.read(in));
        }

        boolean asksFor(MessageType type) {
            return (flags & type.flag()) != 0 || words.contains(type.word());
        }
    }

    private void listen(Request request, Peer peer) throws IOException {
        Wanted wanted = Wanted.read(request.fields());
        peer.done(request);
        if (resumes(request)) {
            difference(peer);
            return;
        }
        if (wanted.filter.table() == NOISY_TABLE) {
            notices(peer);
            return;
        }
        if (wanted.filter.table() == SLOW_TABLE) {
            voidCut(peer);
            return;
        }
        state(wanted, peer);
        peer.span(IFD.type(), ScriptedAppliance.DELETES, 6, EPOCH, 7);
        peer.record(IFD, ifd(10, "wlan0"), 7, 3, NETLINK);
        peer.mark(EPOCH, 7, false);
        if (!keepsConnections) {
            peer.hangUp();
        }
    }

    private void dump(Request request, Peer peer) throws IOException {
        Wanted wanted = Wanted.read(request.fields());
        int table = wanted.filter.table();
        peer.more(request, fields -> {});
        if (table == LOST_TABLE || table == SLOW_TABLE && slowDumps.getAndIncrement() == 0) {
            span(peer, IFD.descriptor(), 0);
            peer.record(IFD, ifd(3, "gone"), 2, 1, NETLINK);
            peer.refuse(request, Errno.ESTALE, "records were taken away");
            return;
        }
        state(wanted, peer);
        peer.done(request, 6, fields -> {});
    }

    private static void state(Wanted wanted, Peer peer) throws IOException {
        if (wanted.asksFor(MessageType.IFDEV)) {
            span(peer, IFD.descriptor(), 0);
            peer.record(IFD, ifd(10, "wlan0"), 3, 3, NETLINK);
            peer.record(IFD, ifd(2, "eth0"), 2, 1, NETLINK);
        }
        if (wanted.asksFor(MessageType.RTTABLE)) {
            span(peer, TABLE.descriptor(), 0);
            peer.record(TABLE, new RtTable(254, "main", Family.INET), 1, 1, NETLINK);
        }
        if (wanted.asksFor(MessageType.ROUTE)) {
            span(peer, ROUTE.descriptor(), 0);
            peer.record(ROUTE, route("10.0.0.0/8", 20), 4, 4, new Cause.Request("unix", 42, 7));
            peer.record(ROUTE, route("10.0.0.0/8", 3, GATEWAY, new Nexthop(null, 10, "wlan0", 9)), 5, 5, NETLINK);
            peer.record(ROUTE, wanted.filter.table() == 11 ? measured() : route("9.0.0.0/8", 3, GATEWAY), 5, 5, NETLINK);
        }
        if (wanted.words.contains("rtstats")) {
            span(peer, STATS.descriptor(), 0);
            peer.record(STATS, stats(254, 4), 5, 5, NETLINK);
            peer.record(STATS, stats(254, 77), 5, 5, NETLINK);
        }
        if (wanted.words.contains("label")) {
            span(peer, LABEL, 0);
            peer.record(70, fields -> fields.u32(17).u8(9).bool(false).text(""), 6, 6, NETLINK);
            peer.record(70, fields -> fields.u32(16).u8(1).bool(true).text("hi"), 6, 6, NETLINK);
        }
        peer.mark(EPOCH, 6, true);
    }

    /// A route with metrics and flags.
    static Route measured() {
        Route plain = route("9.0.0.0/8", 3, GATEWAY);
        RouteMetrics metrics = RouteMetrics.of(
                new RouteMetrics.Entry(RouteMetric.MTU, 1400, true), new RouteMetrics.Entry(RouteMetric.RTT, 100, false));
        return new Route(
                plain.key(), plain.attributes().withMetrics(metrics).withFlags(Set.of(RouteFlag.DYNAMIC, RouteFlag.PROTO1)));
    }

    private static RtStats stats(int table, int protocol) {
        return new RtStats(
                new RtStats.Key(table, Family.INET, protocol), 2, RtStats.Counts.ZERO.plus(RtStats.Counter.ADDS, 5));
    }

    private static void notices(Peer peer) throws IOException {
        Cause cause = new Cause.Request("unix", 42, 7);
        Prefix host = Prefix.parse("10.1.2.3");
        IpAddress author = IpAddress.parse("192.0.2.1");
        Redirect redirect = new Redirect(new Redirect.Key(7, host), IpAddress.parse("192.0.2.2"), author, false);
        peer.notice(Operation.MISS, ROUTE.type(), 0, out -> out.u32(7).prefix(host), cause);
        peer.notice(Operation.RESOLVE, ROUTE.type(), 0, out -> ROUTE.encode(route("10.0.0.0/8", 20), out.u32(7).prefix(host)), cause);
        peer.notice(Operation.LOSING, ROUTE.type(), 0, out -> ROUTE.encode(route("10.0.0.0/8", 20), out.u32(7).prefix(host)), NETLINK);
        peer.notice(
                Operation.ADD,
                REDIRECT.type(),
                Errno.ENETUNREACH.number(),
                out -> REDIRECT.encode(redirect, out.u32(7).prefix(host)),
                NETLINK);
        peer.desync(3);
        peer.mark(EPOCH, 6, true);
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
