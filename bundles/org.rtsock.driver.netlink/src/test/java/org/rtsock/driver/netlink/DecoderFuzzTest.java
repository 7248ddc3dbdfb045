// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.RoutingException;

class DecoderFuzzTest {
    private static final int ROUNDS = 60_000;
    private static final int[] TYPES = {16, 17, 20, 21, 24, 25, 104, 105};

    private int refused;
    private int understood;

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = seeded("randomBytesAreReadOrRefused");
        byte[] bytes = new byte[256];
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(bytes);
            ByteBuffer message = buffer(bytes);
            int length = random.nextInt(bytes.length + 1);
            if (random.nextInt(8) != 0) {
                // A header that makes sense, so that the decoders get something to read.
                message.putInt(0, length).putShort(4, (short) TYPES[random.nextInt(TYPES.length)]);
                message.put(16, new byte[] {0, 2, 10}[random.nextInt(3)]);
            }
            read(message, length);
        }
        assertTrue(refused > 0);
    }

    @Test
    void mutatedMessagesAreReadOrRefused() {
        Random random = seeded("mutatedMessagesAreReadOrRefused");
        List<byte[]> originals = originals();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(32) : random.nextInt());
            }
            read(buffer(bytes), random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        }
        assertTrue(refused > 0);
        assertTrue(understood > 0);
    }

    private static List<byte[]> originals() {
        MessageBuilder link = new MessageBuilder().message(16, 0).link(0, 1, 3, 1).text(3, "eth0.20").u32(4, 1500).u32(5, 2);
        link.begin(18).text(1, "vlan").begin(2).u16(1, 20).end().end();
        link.begin(26).begin(2).end().begin(10).begin(2).raw(new byte[16]).end().end().end();
        MessageBuilder address = new MessageBuilder().message(20, 0).address(10, 64, 3).ip(1, "2001:db8::1").ip(2, "2001:db8::2");
        MessageBuilder route = new MessageBuilder().message(24, 0x600).route(2, 24, 8, 254, 4, 1).ip(1, "10.1.2.0").u32(6, 5);
        route.u32(15, 1000).begin(9).leg(3, 4, "10.0.0.2").leg(5, 1, null).end();
        MessageBuilder six = new MessageBuilder().message(25, 0).route(10, 48, 0, 254, 4, 1).ip(1, "2001:db8:7::");
        six.ip(5, "fe80::1").u32(4, 3).message(17, 0).link(0, 1, 4, 0);
        return List.of(link.toBytes(), address.toBytes(), route.toBytes(), six.toBytes());
    }

    /// Anything but a refusal fails the test.
    private void read(ByteBuffer bytes, int length) {
        NetlinkMessages messages = new NetlinkMessages(bytes);
        messages.rewind(length);
        try {
            while (messages.next()) {
                understood += HostEvent.decode(messages) == null ? 0 : 1;
            }
        } catch (RoutingException e) {
            refused++;
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static Random seeded(String test) {
        long seed = System.nanoTime();
        System.out.println(test + ": seed " + seed);
        return new Random(seed);
    }
}
