// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;
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
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;

/// Whatever an appliance sends, a stream ends with an exception that says whose fault it is, and never with another one.
class StreamFuzzTest {
    /// More with `-Drtsock.client.streams=`.
    private static final int STREAMS = Integer.getInteger("rtsock.client.streams", 3_000);

    private static final RouteCodec ROUTES = new RouteCodec();
    private static final MessageType ROUTE = ROUTES.type();
    private static final List<ByteBuffer> GOOD = List.of(
            frame(Operation.DESCRIBE, MessageType.NOP, ROUTES.descriptor()::write),
            frame(Operation.SPAN, ROUTE, out -> out.u8(ScriptedAppliance.VALUES).u64(0)),
            frame(Operation.ADD, ROUTE, out -> ROUTES.encode(route(), out)),
            frame(Operation.MISS, ROUTE, out -> out.u32(254).prefix(Prefix.parse("2001:db8::1"))),
            frame(Operation.CHANGE, ROUTE, out -> ROUTES.encode(route(), out)),
            frame(Operation.LOSING, ROUTE, out -> ROUTES.encode(route(), out.u32(254).prefix(Prefix.parse("10.1.2.3")))),
            frame(Operation.DESYNC, MessageType.NOP, out -> out.u64(3)),
            frame(Operation.SPAN, ROUTE, out -> out.u8(ScriptedAppliance.DELETES).u64(4)),
            frame(Operation.DELETE, ROUTE, out -> ROUTES.encode(route(), out)),
            frame(Operation.MARK, MessageType.NOP, out -> {}),
            frame(Operation.RESET, ROUTE, out -> {}));

    @TempDir
    Path folder;

    private static Route route() {
        Route.Key key = Route.Key.of(254, Prefix.parse("10.0.0.0/8"), 5);
        Route plain = new Route(key, 4, RouteType.UNICAST, List.of(new Nexthop(null, 3, "eth0", 1)), RouteState.STORED, null);
        RouteMetrics metrics = RouteMetrics.of(new RouteMetrics.Entry(RouteMetric.MTU, 1400, true));
        return new Route(key, plain.attributes().withMetrics(metrics).withFlags(Set.of(RouteFlag.PROTO1)));
    }

    private static ByteBuffer frame(Operation operation, MessageType type, Consumer<FieldWriter> fields) {
        FieldWriter payload = new FieldWriter();
        fields.accept(payload);
        ByteBuffer frame = ByteBuffer.allocate(Frame.lengthFor(payload.length())).order(Frame.ORDER);
        Frame.putHeader(frame, 0, operation, type.number(), 0, 0, payload.length());
        Frame.putCause(frame, 0, new Cause.Request("unix", 42, 7));
        payload.copyTo(frame, Frame.HEADER_LENGTH);
        return frame;
    }

    @Test
    @Timeout(value = 240, unit = TimeUnit.SECONDS)
    void everyStreamEndsWithItsReason() throws IOException {
        long seed = Long.getLong("rtsock.client.seed", System.nanoTime());
        System.out.println("StreamFuzzTest seed " + seed);
        AtomicInteger streams = new AtomicInteger();
        int nonsense = 0;
        int ended = 0;
        int messages = 0;
        try (var _ = ScriptedAppliance.start(folder.resolve("s"), (request, peer) -> {
            // One for each stream, whose client may be gone before it ends.
            Random random = new Random(seed + streams.getAndIncrement());
            for (ByteBuffer frame : GOOD) {
                peer.bytes(mutated(frame, random));
            }
            peer.hangUp();
        })) {
            for (int i = 0; i < STREAMS; i++) {
                try (var connection = RtsockConnection.connect(folder.resolve("s"))) {
                    EventStream stream = connection.listen(AsyncMode.of(-1));
                    while (true) {
                        messages += stream.next().toString().isEmpty() ? 0 : 1;
                    }
                } catch (ProtocolException | RoutingException e) {
                    nonsense++;
                } catch (EOFException e) {
                    ended++;
                }
            }
        }
        String outcome = nonsense + " made no sense, " + ended + " ended, " + messages + " messages";
        assertTrue(nonsense > STREAMS / 20 && ended > STREAMS / 20 && messages > STREAMS, outcome);
    }

    /// Mostly as it is, so that what comes later is met too.
    private static byte[] mutated(ByteBuffer frame, Random random) {
        byte[] bytes = frame.array().clone();
        if (random.nextInt(8) == 0) {
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                // The length is left alone as a rule: a wrong one is noticed at once.
                int first = random.nextInt(16) == 0 ? 0 : Frame.VERSION_OFFSET + 1;
                int at = first + random.nextInt(bytes.length - first);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
            }
        }
        return bytes;
    }
}
