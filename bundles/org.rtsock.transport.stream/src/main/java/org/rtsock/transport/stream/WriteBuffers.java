// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.rtsock.api.wire.Frame;

/// Buffers to write from, lent for as long as there is something to write. A peer that does not read keeps its own; when many do, they get
/// small ones. Any thread.
final class WriteBuffers {
    /// Large ones: fewer system calls, more for each wake-up of the peer.
    static final int LARGE = 256 * 1024;
    /// Small ones: one message of the largest size must fit.
    static final int SMALL = Frame.MAX_LENGTH;
    /// So many large ones are out at one time.
    private static final int FEW = 64;
    private static final int SPARE = 8;

    private final boolean direct;
    private final ConcurrentLinkedDeque<ByteBuffer> spare = new ConcurrentLinkedDeque<>();
    private final AtomicInteger spares = new AtomicInteger();
    private final AtomicInteger lent = new AtomicInteger();

    WriteBuffers(boolean direct) {
        this.direct = direct;
    }

    /// An empty buffer.
    ByteBuffer lend() {
        boolean small = lent.incrementAndGet() > FEW;
        ByteBuffer found = small ? null : spare.pollFirst();
        if (found != null) {
            spares.decrementAndGet();
            return found.clear();
        }
        int bytes = small ? SMALL : LARGE;
        try {
            return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        } catch (OutOfMemoryError e) {
            lent.decrementAndGet();
            throw e;
        }
    }

    void giveBack(ByteBuffer buffer) {
        lent.decrementAndGet();
        if (buffer.capacity() == LARGE && spares.incrementAndGet() <= SPARE) {
            spare.addFirst(buffer);
        } else if (buffer.capacity() == LARGE) {
            spares.decrementAndGet();
        }
    }

    /// How many are out.
    int lent() {
        return lent.get();
    }
}
