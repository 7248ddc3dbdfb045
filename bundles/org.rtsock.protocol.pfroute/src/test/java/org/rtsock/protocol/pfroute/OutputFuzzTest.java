// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.testkit.socket.RecordingControlBlock;
import org.rtsock.testkit.socket.ScriptedCut;
import org.rtsock.testkit.socket.ScriptedSnapshot;

/// Whatever the bytes are: one reply, nothing but a RoutingException, and the kernel is asked only for what is whole. The same for the
/// calls of the socket layer.
class OutputFuzzTest {
    /// More with `-Drtsock.pfroute.frames=`.
    private static final int FRAMES = Integer.getInteger("rtsock.pfroute.frames", 300_000);

    private final PfrouteProtosw pfroute = new PfrouteProtosw();
    private final RecordingControlBlock pcb = new RecordingControlBlock();
    private final List<ByteBuffer> good = List.of(
            RequestBytes.add().bytes(),
            RequestBytes.add().set("type", RequestBytes.CHANGE).ifp(RequestBytes.dl(3, "eth3")).bytes(),
            RequestBytes.add().gateway(RequestBytes.dl(0, "eth3")).set("flags", 0x801).bytes(),
            RequestBytes.add().set("flags", 0x1801).mask(RequestBytes.cut(RequestBytes.in("255.0.0.0"), 5, 0)).bytes(),
            new RequestBytes(RequestBytes.GET).dst(RequestBytes.in6("2001:db8::1", 0)).bytes(),
            new RequestBytes(RequestBytes.DELETE)
                    .dst(RequestBytes.in6("2001:db8::", 0))
                    .mask(RequestBytes.cut(RequestBytes.in6("ffff:ffff::", 0), 12, 28))
                    .bytes(),
            new RequestBytes(RequestBytes.ADD)
                    .set("flags", 0x803)
                    .dst(RequestBytes.in6("::", 0))
                    .gateway(RequestBytes.in6("fe80::1", 3))
                    .mask(new byte[8])
                    .bytes(),
            RequestBytes.redirect().bytes(),
            RequestBytes.add().set("type", RequestBytes.CHANGE).withoutGateway().set("inits", 0x1).set("mtu", 1400).bytes(),
            RequestBytes.add().set("type", RequestBytes.LOCK).set("inits", 0xff).set("locks", 0x55).bytes(),
            CallBytes.setsockopt(17, 1, 1 << 14),
            CallBytes.setsockopt(0xffff, 0x40, 1),
            CallBytes.setsockopt(0xffff, 0x1002, 65_536),
            CallBytes.sysctl(0, 1, 0),
            CallBytes.sysctl(2, 2, 0x800, 254),
            CallBytes.sysctl(28, 5, 0),
            CallBytes.shutdown());

    @Test
    void everyFrameIsAnsweredOnceAndNoneIsHalfAccepted() {
        long seed = Long.getLong("rtsock.pfroute.seed", System.nanoTime());
        System.out.println("OutputFuzzTest seed " + seed);
        Random random = new Random(seed);
        pfroute.usrreq(UserRequest.ATTACH, pcb, null);
        pcb.domain().holds(() -> new ScriptedCut().state(new RtTableCodec(), new RtTable(RtTable.MAIN, "main", Family.INET)));
        int done = 0;
        for (int i = 0; i < FRAMES; i++) {
            ByteBuffer frame = random.nextInt(8) == 0 ? noise(random) : mutated(random);
            pcb.forget();
            pcb.domain().forget();
            try {
                pfroute.output(pcb, frame);
                done++;
                accepted(frame);
            } catch (RoutingException e) {
                refused(frame, e);
            }
            assertTrue(pcb.domain().snapshots().stream().allMatch(ScriptedSnapshot::isClosed), () -> hex(frame));
        }
        assertTrue(done > FRAMES / 100 && done < FRAMES / 10 * 9, done + " of " + FRAMES + " accepted");
    }

    private void accepted(ByteBuffer frame) {
        if (isCall(frame)) {
            acceptedCall(frame);
            return;
        }
        assertEquals(1, pcb.told().size(), () -> hex(frame));
        assertEquals(1, pcb.requests().size(), () -> hex(frame));
        RouteRequest request = pcb.requests().getFirst();
        Decoded reply = Recorded.reply(pcb);
        assertTrue((reply.number("flags") & 0x40) != 0, () -> hex(frame));
        assertEquals(0, reply.number("errno"), () -> hex(frame));
        if (request.object() instanceof Route route) {
            assertEquals(request.operation().number(), frame.get(3), () -> hex(frame));
            boolean toGateway = route.kind() == RouteType.UNICAST && request.operation() == Operation.ADD;
            boolean mayHaveOne = route.kind() == RouteType.UNICAST && request.operation() == Operation.CHANGE;
            int hops = route.nexthops().size();
            assertTrue(toGateway ? hops == 1 : mayHaveOne ? hops <= 1 : hops == 0, () -> hex(frame));
            assertFalse(route.flags().contains(RouteFlag.DYNAMIC) || route.flags().contains(RouteFlag.MODIFIED), () -> hex(frame));
        } else {
            assertEquals(RequestBytes.REDIRECT, frame.get(3), () -> hex(frame));
        }
    }

    private static boolean isCall(ByteBuffer frame) {
        int type = frame.capacity() < 4 ? 0 : frame.get(3) & 0xff;
        return type >= 128 && type <= 130 && frame.get(2) == 5;
    }

    /// Each call is answered by itself; but a dump, which is answered when it is read.
    private void acceptedCall(ByteBuffer frame) {
        if (pcb.answers().isEmpty()) {
            assertEquals(1, pcb.told().size(), () -> hex(frame));
            assertEquals(frame.put(8, new byte[4]).rewind(), Recorded.bytes(pcb).put(8, new byte[4]), () -> hex(frame));
            return;
        }
        assertEquals(0, pcb.told().size(), () -> hex(frame));
        ByteBuffer target = ByteBuffer.allocate(4096);
        assertTrue(pcb.answers().getFirst().fill(target), () -> hex(frame));
        Decoded end = Decoded.all(target.flip(), true).getLast();
        assertEquals(129, end.type(), () -> hex(frame));
    }

    private void refused(ByteBuffer frame, RoutingException e) {
        assertEquals(1, pcb.told().size(), () -> hex(frame));
        assertNotEquals(Errno.EIO, e.errno(), () -> hex(frame) + " " + e);
        assertFalse(e.getMessage().isEmpty());
        ByteBuffer reply = Recorded.bytes(pcb);
        assertEquals(reply.remaining(), Layout.RT_MSGHDR.number(reply, 0, "msglen"), () -> hex(frame));
        if (isCall(frame)) {
            assertNotEquals(0, Layout.SHUTDOWN.number(reply, 0, "errno"), () -> hex(frame));
            assertFalse(Recorded.last(pcb).toAll(), () -> hex(frame));
        } else if (e.errno() != Errno.EPROTONOSUPPORT) {
            assertNotEquals(0, Layout.RT_MSGHDR.number(reply, 0, "errno"), () -> hex(frame));
            assertEquals(0, Layout.RT_MSGHDR.number(reply, 0, "flags") & 0x40, () -> hex(frame));
            int type = reply.get(3) & 0xff;
            assertTrue(!Recorded.last(pcb).toAll() || List.of(1, 2, 3, 4, 6, 8).contains(type), () -> hex(frame));
        }
    }

    private static String hex(ByteBuffer frame) {
        return HexFormat.of().formatHex(frame.array());
    }

    private static ByteBuffer noise(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        if (bytes.length >= 4 && random.nextBoolean()) {
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort(0, (short) bytes.length).put(2, (byte) 5);
        }
        return ByteBuffer.wrap(bytes);
    }

    /// A good frame with some bytes changed, sometimes cut short; its length is most often put right, so that more than the first check is
    /// met.
    private ByteBuffer mutated(Random random) {
        ByteBuffer from = good.get(random.nextInt(good.size()));
        int length = random.nextInt(8) == 0 ? random.nextInt(from.limit() + 1) : from.limit();
        byte[] bytes = new byte[length];
        from.get(0, bytes);
        for (int changes = random.nextInt(4); changes > 0 && length > 0; changes--) {
            int at = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(length);
                case 1 -> Math.min(length - 1, random.nextInt(16));
                default -> length <= 160 ? random.nextInt(length) : 152 + random.nextInt(length - 152);
            };
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
        }
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        if (length >= 4 && random.nextInt(8) != 0) {
            frame.order(ByteOrder.nativeOrder()).putShort(0, (short) length).put(2, (byte) 5);
        }
        return frame;
    }
}
