// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;

/// The walk over frames in place, and what it costs the garbage collector.
class FrameReaderTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final RouteCodec ROUTES = new RouteCodec();
    private static final Cause ANN = new Cause.Request("unix", 42, 7);

    /// The same bytes again and again, some at a time.
    private static final class Loop implements ReadableByteChannel {
        private final byte[] bytes;
        private final int most;
        private int position;

        Loop(ByteBuffer bytes, int most) {
            this.bytes = new byte[bytes.limit()];
            this.most = most;
            bytes.get(0, this.bytes);
        }

        @Override
        public int read(ByteBuffer target) {
            position = position == bytes.length ? 0 : position;
            int count = Math.min(most, Math.min(bytes.length - position, target.remaining()));
            target.put(bytes, position, count);
            position += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static Route route(String prefix, Nexthop... nexthops) {
        Route.Key key = Route.Key.of(254, Prefix.parse(prefix), 5);
        return new Route(key, 4, RouteType.UNICAST, List.of(nexthops), RouteState.STORED, null);
    }

    private static void frame(ByteBuffer out, Operation operation, int type, long version, long born, Consumer<FieldWriter> fields) {
        FieldWriter payload = new FieldWriter();
        fields.accept(payload);
        int at = out.position();
        int length = Frame.putHeader(out, at, operation, type, 0, 0, payload.length());
        Frame.putCause(out, at, ANN);
        out.putLong(at + Frame.KERNEL_VERSION_OFFSET, version).putLong(at + Frame.BORN_OFFSET, born);
        payload.copyTo(out, at + Frame.HEADER_LENGTH);
        out.position(at + length);
    }

    /// A cut: two routes that go, then sixteen that come or change.
    private static ByteBuffer cut() {
        ByteBuffer out = ByteBuffer.allocateDirect(1 << 14).order(Frame.ORDER);
        frame(out, Operation.SPAN, 2, 9, 77, payload -> payload.u8(1).u64(4));
        frame(out, Operation.ADD, 2, 8, 3, payload -> ROUTES.encode(route("10.0.0.0/8", Nexthop.on(3)), payload));
        frame(out, Operation.DELETE, 2, 8, 3, payload -> ROUTES.encode(route("2001:db8::/32", Nexthop.on(3)), payload));
        frame(out, Operation.SPAN, 2, 9, 77, payload -> payload.u8(2).u64(4));
        for (int i = 0; i < 16; i++) {
            Route route = route("10." + i + ".0.0/16", new Nexthop(IpAddress.parse("192.0.2.1"), 3, "eth0", 1), Nexthop.on(4));
            frame(out, Operation.CHANGE, 2, 9, i, payload -> ROUTES.encode(route, payload));
        }
        frame(out, Operation.MARK, 0, 9, 77, _ -> {});
        return out.flip();
    }

    @Test
    void tellsWhatARecordIsToThisListener() throws IOException {
        FrameReader frames = new FrameReader(new Loop(cut(), 100));
        RouteFlyweight route = new RouteFlyweight();
        assertEquals(FrameReader.Kind.SPAN, frames.next());
        assertEquals(FrameReader.Kind.RECORD, frames.next());
        assertEquals(Operation.DELETE, frames.operation());
        assertEquals(2, frames.type());
        assertEquals(8, frames.version());
        assertEquals(3, frames.born());
        assertEquals(77, frames.epoch());
        assertEquals(42, frames.pid());
        assertEquals(7, frames.seq());
        assertEquals("unix", Frame.unpackOrigin(frames.origin()));
        assertEquals(ANN, frames.cause());
        assertEquals(FrameReader.Kind.RECORD, frames.next());
        assertEquals(0x2001_0db8_0000_0000L, route.wrap(frames).high());
        assertEquals(Family.INET6, route.family());
        assertEquals(FrameReader.Kind.SPAN, frames.next());
        for (int i = 0; i < 16; i++) {
            assertEquals(FrameReader.Kind.RECORD, frames.next());
            assertEquals(i > 4 ? Operation.ADD : Operation.CHANGE, frames.operation());
            assertEquals((10L << 24 | i << 16) << 32, route.wrap(frames).high());
        }
        assertEquals(FrameReader.Kind.MARK, frames.next());
        assertFalse(frames.snapshot());
        assertEquals(FrameReader.Kind.SPAN, frames.next());
    }

    @Test
    void walkAllocatesNothing() throws IOException {
        FrameReader frames = new FrameReader(new Loop(cut(), 1_000));
        RouteFlyweight route = new RouteFlyweight();
        long sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += walk(frames, route);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            sum += walk(frames, route);
        }
        double bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / 10_000.0;
        System.out.println("FrameReaderTest: a cut of 18 routes allocates " + bytes + " bytes (" + sum + ")");
        assertTrue(bytes < 8, bytes + " bytes a cut");
    }

    private static long walk(FrameReader frames, RouteFlyweight route) throws IOException {
        long sum = 0;
        FrameReader.Kind kind;
        while ((kind = frames.next()) != FrameReader.Kind.MARK) {
            if (kind == FrameReader.Kind.RECORD) {
                route.wrap(frames);
                sum += route.high() + route.low() + route.length() + route.table() + route.priority() + route.protocol();
                while (route.nextNexthop()) {
                    sum += route.gatewayHigh() + route.ifl() + route.weight();
                }
                sum += frames.operation().number() + frames.version() + frames.born() + frames.pid() + frames.origin();
            }
        }
        return sum + frames.version();
    }

    @Test
    void flyweightReadsAllOfARoute() throws IOException {
        Route.Key key = new Route.Key(
                -2, Prefix.parse("2001:db8:0:1:8000::/65"), -1, 0, Prefix.parse("2001:db8:f::/48"), 77);
        Route plain = new Route(
                key,
                186,
                RouteType.UNICAST,
                List.of(
                        new Nexthop(IpAddress.parse("fe80::1"), 3, "eth0", 256),
                        new Nexthop(IpAddress.parse("192.0.2.9"), 4, "a-name", 2),
                        Nexthop.on(5)),
                RouteState.FAILED,
                Errno.ENETUNREACH);
        RouteMetrics metrics = RouteMetrics.of(new RouteMetrics.Entry(RouteMetric.MTU, 1400, true));
        Route whole = new Route(key, plain.attributes().withMetrics(metrics).withFlags(Set.of(RouteFlag.PROTO1)));
        FieldWriter out = new FieldWriter();
        ROUTES.encode(whole, out);
        ByteBuffer bytes = ByteBuffer.allocate(out.length() + 8).order(Frame.ORDER);
        out.copyTo(bytes, 8);
        RouteFlyweight route = new RouteFlyweight().wrap(bytes, 8, out.length());
        assertEquals(-2, route.table());
        assertEquals(key.prefix(), new Prefix(new IpAddress(route.family(), route.high(), route.low()), route.length()));
        assertEquals(-1, route.priority());
        assertEquals(0, route.tos());
        assertTrue(route.hasSource());
        assertEquals(
                key.source(),
                new Prefix(new IpAddress(route.family(), route.sourceHigh(), route.sourceLow()), route.sourceLength()));
        assertEquals(77, route.instance());
        assertEquals(186, route.protocol());
        assertEquals(RouteType.UNICAST.number(), route.kind());
        assertEquals(RouteState.FAILED.ordinal(), route.state());
        assertEquals(Errno.ENETUNREACH.number(), route.errno());
        assertEquals(3, route.nexthops());
        for (int again = 0; again < 2; again++) {
            route.firstNexthop();
            for (Nexthop nexthop : whole.nexthops()) {
                assertTrue(route.nextNexthop());
                IpAddress gateway = nexthop.gateway();
                assertEquals(gateway == null ? null : gateway.family(), route.gatewayFamily());
                assertEquals(gateway == null ? 0 : gateway.high(), route.gatewayHigh());
                assertEquals(gateway == null ? 0 : gateway.low(), route.gatewayLow());
                assertEquals(nexthop.ifl(), route.ifl());
                assertEquals(nexthop.weight(), route.weight());
            }
            assertFalse(route.nextNexthop());
        }
    }

    /// Whatever the bytes are: a ProtocolException, or a route that can be read to its end.
    @Test
    void flyweightNeverReadsBeyondItsPayload() {
        long seed = System.nanoTime();
        System.out.println("FrameReaderTest seed " + seed);
        Random random = new Random(seed);
        FieldWriter out = new FieldWriter();
        ROUTES.encode(route("10.0.0.0/8", new Nexthop(IpAddress.parse("192.0.2.1"), 3, "eth0", 1), Nexthop.on(4)), out);
        RouteFlyweight route = new RouteFlyweight();
        int refused = 0;
        for (int round = 0; round < 200_000; round++) {
            int length = random.nextInt(4) == 0 ? random.nextInt(out.length() + 1) : out.length();
            ByteBuffer whole = ByteBuffer.allocate(out.length()).order(Frame.ORDER);
            out.copyTo(whole, 0);
            ByteBuffer bytes = ByteBuffer.allocate(length).order(Frame.ORDER).put(0, whole, 0, length);
            for (int changes = random.nextInt(4); changes > 0 && length > 0; changes--) {
                bytes.put(random.nextInt(length), (byte) random.nextInt(256));
            }
            try {
                readAll(route.wrap(bytes, 0, length));
            } catch (ProtocolException e) {
                refused++;
            }
        }
        assertTrue(refused > 20_000 && refused < 190_000, refused + " refused");
    }

    private static long readAll(RouteFlyweight route) {
        long sum = route.table() + route.high() + route.low() + route.length() + route.priority() + route.tos()
                + route.sourceHigh() + route.sourceLow() + route.instance() + route.protocol() + route.kind() + route.state()
                + route.errno();
        while (route.nextNexthop()) {
            sum += route.gatewayHigh() + route.gatewayLow() + route.ifl() + route.weight();
        }
        return sum;
    }

    /// The same for whole streams of random bytes that begin as frames do.
    @Test
    void randomBytesAreAProtocolException() {
        long seed = System.nanoTime();
        System.out.println("FrameReaderTest stream seed " + seed);
        Random random = new Random(seed);
        ByteBuffer good = cut();
        int nonsense = 0;
        for (int round = 0; round < 300; round++) {
            ByteBuffer bytes = ByteBuffer.allocate(good.limit()).order(Frame.ORDER).put(0, good, 0, good.limit());
            for (int changes = 1 + random.nextInt(20); changes > 0; changes--) {
                bytes.put(random.nextInt(good.limit()), (byte) random.nextInt(256));
            }
            FrameReader frames = new FrameReader(new Once(new Loop(bytes, 1 + random.nextInt(2_000)), good.limit()));
            MessageDecoder decoder = new MessageDecoder(frames);
            RouteFlyweight route = new RouteFlyweight();
            try {
                while (true) {
                    FrameReader.Kind kind = frames.next();
                    if (kind == FrameReader.Kind.RECORD) {
                        readAll(route.wrap(frames));
                    } else if (kind != FrameReader.Kind.REPLY && kind != FrameReader.Kind.SPAN) {
                        assertNull(kind == FrameReader.Kind.DESCRIBE ? decoder.decode(kind) : null);
                    }
                }
            } catch (ProtocolException e) {
                nonsense++;
            } catch (EOFException e) {
                // Not noticed, and no harm.
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        assertTrue(nonsense > 100, nonsense + " made no sense");
    }

    /// Ends after so many bytes.
    private record Once(ReadableByteChannel bytes, int[] left) implements ReadableByteChannel {
        Once(ReadableByteChannel bytes, int length) {
            this(bytes, new int[] {length});
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (left[0] == 0) {
                return -1;
            }
            int count = bytes.read(target);
            left[0] -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void readyTellsWhetherNextWouldWait() throws IOException {
        ByteBuffer cut = cut();
        FrameReader frames = new FrameReader(new Loop(cut, Frame.HEADER_LENGTH + 24));
        assertFalse(frames.ready());
        frames.next();
        assertFalse(frames.ready());
        FrameReader ahead = new FrameReader(new Loop(cut(), 1_000));
        ahead.next();
        assertTrue(ahead.ready());
    }

    @Test
    void recordOutsideOfItsSpanHasNoPlace() {
        ByteBuffer out = ByteBuffer.allocate(1 << 10).order(Frame.ORDER);
        frame(out, Operation.SPAN, 2, 9, 77, payload -> payload.u8(2).u64(4));
        frame(out, Operation.CHANGE, MessageType.IFDEV.number(), 9, 3, _ -> {});
        FrameReader frames = new FrameReader(new Loop(out.flip(), 1_000));
        assertThrows(ProtocolException.class, () -> {
            frames.next();
            frames.next();
        });
    }

    @Test
    void smallBufferIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FrameReader(new Loop(cut(), 1), 1 << 16));
    }
}
