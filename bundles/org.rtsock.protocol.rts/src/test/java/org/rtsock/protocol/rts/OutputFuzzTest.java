// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.SocketEvent.Answered;

/// Whatever the bytes are, there is an answer, and nothing but a RoutingException is thrown.
class OutputFuzzTest {
    /// More with `-Drtsock.rts.frames=`.
    private static final int FRAMES = Integer.getInteger("rtsock.rts.frames", 100_000);

    private final RtsProtosw rts = new RtsProtosw();
    private final RecordingControlBlock pcb = Recorded.socket();
    private final List<ByteBuffer> good = List.of(
            Frames.route(Operation.ADD, Frames.route("10.0.0.0/8"), 0),
            Frames.route(Operation.CHANGE, Frames.route("2001:db8::/32"), 1),
            Frames.listen(15, List.of("ifd", "route"), 77, 12),
            Frames.info("stats"),
            Frames.info("listeners"),
            Frames.frame(Operation.DESCRIBE, MessageType.NOP, out -> {}),
            Frames.route(Operation.LOCK, measured(), 0),
            Frames.route(Operation.LOSING, Frames.route("10.1.2.3"), 0),
            Frames.route(Operation.GET, measured(), 3),
            Frames.object(Operation.ADD, new RtTableCodec(), new RtTable(100, "blue", Family.INET6), 0),
            Frames.object(Operation.DELETE, new RedirectCodec(), redirect(), 0),
            Frames.object(
                    Operation.CHANGE, new RtStatsCodec(), new RtStats(new RtStats.Key(254, Family.INET, 4), 0, Counts.ZERO), 0),
            Frames.object(Operation.GET, new IflCodec(), new Ifl(2, "eth0.0", 2, 0, true), 1),
            Frames.option("SO_RCVBUF", 65_536),
            Frames.option("SO_USELOOPBACK", 1),
            Frames.dump(15, List.of("ifd", "route"), Filter.of(254, Family.INET, Prefix.parse("10.0.0.0/8"))));

    private static Route measured() {
        Route plain = Frames.route("10.0.0.0/8");
        RouteMetrics metrics = RouteMetrics.of(
                new RouteMetrics.Entry(RouteMetric.MTU, 1400, true), new RouteMetrics.Entry(RouteMetric.RTT, 10, false));
        return new Route(plain.key(), plain.attributes().withMetrics(metrics).withFlags(EnumSet.allOf(RouteFlag.class)));
    }

    private static Redirect redirect() {
        IpAddress gateway = IpAddress.parse("2001:db8::2");
        return new Redirect(new Redirect.Key(254, Prefix.parse("2001:db8::7")), gateway, gateway, true);
    }

    @Test
    void everyFrameIsAnswered() {
        long seed = Long.getLong("rtsock.rts.seed", System.nanoTime());
        System.out.println("OutputFuzzTest seed " + seed);
        Random random = new Random(seed);
        rts.usrreq(UserRequest.ATTACH, pcb, null);
        int refused = 0;
        int done = 0;
        int dumps = 0;
        ByteBuffer room = ByteBuffer.allocate(Frame.MAX_LENGTH).order(Frame.ORDER);
        for (int i = 0; i < FRAMES; i++) {
            ByteBuffer frame = random.nextInt(4) == 0 ? noise(random) : mutated(random);
            pcb.forget();
            pcb.domain().forget();
            try {
                rts.output(pcb, frame);
                done++;
                if (pcb.events().getLast() instanceof Answered(MessageSource dump)) {
                    assertTrue(dump.fill(room.clear()));
                    assertEquals(3 * Frame.lengthFor(0), room.position());
                    assertEquals(Frame.FLAG_REPLY | Frame.FLAG_DONE, Frame.flags(room, 2 * Frame.lengthFor(0)));
                    dumps++;
                    continue;
                }
                assertTrue((Frame.flags(Recorded.lastReply(pcb), 0) & Frame.FLAG_DONE) != 0, () -> Frames.hex(frame));
            } catch (RoutingException e) {
                refused++;
                assertNotEquals(Errno.EIO, e.errno(), () -> Frames.hex(frame) + " " + e);
                assertEquals(e.errno().number(), Frame.errno(Recorded.lastReply(pcb), 0), () -> Frames.hex(frame));
            }
        }
        assertTrue(done > 100 && refused > 100 && dumps > 10, done + " done, " + refused + " refused, " + dumps + " dumps");
    }

    private static ByteBuffer noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes).order(Frame.ORDER);
    }

    /// A good frame with some bytes changed, sometimes cut short; its length is most often put right, so that more than the first check is
    /// met.
    private ByteBuffer mutated(Random random) {
        ByteBuffer from = good.get(random.nextInt(good.size()));
        int length = random.nextInt(8) == 0 ? random.nextInt(from.limit() + 1) : from.limit();
        byte[] bytes = new byte[length];
        from.get(0, bytes);
        for (int changes = random.nextInt(4); changes > 0 && length > 0; changes--) {
            int at = random.nextInt(3) == 0 || length <= Frame.HEADER_LENGTH
                    ? random.nextInt(length)
                    : Frame.HEADER_LENGTH + random.nextInt(length - Frame.HEADER_LENGTH);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
        }
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(Frame.ORDER);
        if (length >= Frame.HEADER_LENGTH && random.nextInt(8) != 0) {
            frame.putInt(Frame.LENGTH_OFFSET, length).put(Frame.VERSION_OFFSET, (byte) Frame.VERSION);
        }
        return frame;
    }
}
