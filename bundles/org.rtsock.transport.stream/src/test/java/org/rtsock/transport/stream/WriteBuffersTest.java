// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteBuffersTest {
    private final WriteBuffers buffers = new WriteBuffers(false);

    @Test
    void whatIsGivenBackIsLentAgainAndEmpty() {
        ByteBuffer first = buffers.lend();
        assertNotSame(first, buffers.lend());
        first.position(7).limit(9);
        buffers.giveBack(first);
        assertSame(first, buffers.lend());
        assertEquals(0, first.position());
        assertEquals(WriteBuffers.LARGE, first.limit());
        assertEquals(2, buffers.lent());
    }

    @Test
    void whenManyAreOutTheyAreSmall() {
        List<ByteBuffer> out = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            out.add(buffers.lend());
        }
        assertEquals(64, out.stream().filter(buffer -> buffer.capacity() == WriteBuffers.LARGE).count());
        assertEquals(36, out.stream().filter(buffer -> buffer.capacity() == WriteBuffers.SMALL).count());
        out.forEach(buffers::giveBack);
        assertEquals(0, buffers.lent());
        Set<ByteBuffer> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(out);
        long kept = IntStream.range(0, 64).filter(i -> before.contains(buffers.lend())).count();
        assertEquals(8, kept);
    }
}
