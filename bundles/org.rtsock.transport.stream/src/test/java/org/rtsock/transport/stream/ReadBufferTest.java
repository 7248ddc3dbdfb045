// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    private static final int LONGEST = 10_000;

    private final MemoryPeer peer = new MemoryPeer();
    private final ReadBuffer buffer = new ReadBuffer(peer, LONGEST);

    @Test
    void piecesBecomeWhole() throws Exception {
        peer.say(new byte[] {1, 2}).say(new byte[] {3}).say(new byte[] {4, 5}).end();
        assertTrue(buffer.read(4));
        assertEquals(3, buffer.take(4).get(2));
        assertEquals(1, buffer.bytes().remaining());
        assertFalse(buffer.read(2), "the stream ends before");
        assertEquals(5, buffer.bytes().get());
    }

    @Test
    void idlePeerCostsLittleAndBusyOneGetsRoom() throws Exception {
        assertEquals(2048, buffer.bytes().capacity());
        peer.say(new byte[5000]);
        buffer.read();
        assertEquals(2048, buffer.bytes().limit());
        assertEquals(2048 * 8, buffer.bytes().capacity(), "it was full");
    }

    @Test
    void roomIsNeverMoreThanTwoOfTheLongest() throws Exception {
        buffer.need(3000);
        assertEquals(3000, buffer.bytes().capacity());
        buffer.need(LONGEST * 5);
        assertEquals(2 * LONGEST, buffer.bytes().capacity());
        peer.say(new byte[LONGEST * 5]);
        buffer.read();
        buffer.bytes().position(LONGEST);
        buffer.read();
        assertEquals(2 * LONGEST, buffer.bytes().capacity());
    }

    @Test
    void nothingIsLostHoweverItIsTaken() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ReadBufferTest seed " + seed);
        Random random = new Random(seed);
        byte[] all = new byte[500_000];
        random.nextBytes(all);
        for (int i = 0; i < all.length; ) {
            int length = Math.min(all.length - i, random.nextInt(1, 30_000));
            peer.say(Arrays.copyOfRange(all, i, i + length));
            i += length;
        }
        int at = 0;
        while (at < all.length) {
            int wanted = Math.min(all.length - at, random.nextInt(1, LONGEST));
            buffer.need(wanted);
            assertTrue(buffer.read(wanted));
            byte[] taken = new byte[wanted];
            buffer.take(wanted).get(taken);
            assertEquals(-1, Arrays.mismatch(taken, Arrays.copyOfRange(all, at, at + wanted)));
            at += wanted;
        }
    }
}
