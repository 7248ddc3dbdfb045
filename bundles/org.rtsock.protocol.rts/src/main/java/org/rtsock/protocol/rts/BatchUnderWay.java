// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RouteRequest.Level;

/// What has come of a batch of mode 0, until its last frame is there. Owned by the holder of the lock of its [RtsControlBlock].
final class BatchUnderWay {
    /// What is said of an item when the refusal is about none.
    static final int NO_ITEM = -1;

    /// Of all sockets of the protocol.
    private final AtomicLong memory;
    private final long maxMemory;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private long bytes;
    private int seq;
    private Level level = Level.STORED;
    private boolean open;
    /// Until the last frame of this batch has come.
    private boolean passingOver;
    private int refusedItem = NO_ITEM;

    /// @param memory    bytes that wait at all sockets
    /// @param maxMemory most of them
    BatchUnderWay(AtomicLong memory, long maxMemory) {
        this.memory = memory;
        this.maxMemory = maxMemory;
    }

    /// Whether a frame is of a batch that has been refused already.
    boolean passesOver(Request request) {
        refusedItem = NO_ITEM;
        if (!passingOver || request.seq() != seq) {
            passingOver = false;
            return false;
        }
        passingOver = request.hasMore();
        return true;
    }

    /// Takes the items of a frame.
    ///
    /// @param items copied
    /// @throws RoutingException EBUSY for another batch than the one under way, EINVAL for items that make no sense, ENOBUFS when there is no
    ///         room
    void add(Request request, Level wanted, ByteBuffer items) {
        if (open && request.seq() != seq) {
            throw new RoutingException(
                    Errno.EBUSY, "the batch with sequence number " + Integer.toUnsignedString(seq) + " is under way");
        }
        if (open && wanted != level) {
            throw new RoutingException(Errno.EINVAL, "level " + wanted + " of a frame is not that of its batch, " + level);
        }
        BatchItems.count(items);
        open = true;
        seq = request.seq();
        level = wanted;
        if (!request.hasMore()) {
            // It is carried out before the frame's bytes are needed for the next one.
            chunks.add(items);
            return;
        }
        int length = items.remaining();
        if (memory.addAndGet(length) > maxMemory) {
            memory.addAndGet(-length);
            throw new RoutingException(
                    Errno.ENOBUFS, "the batch has " + (bytes + length) + " bytes by now, and all batches under way may have " + maxMemory);
        }
        bytes += length;
        chunks.add(ByteBuffer.allocate(length).order(items.order()).put(items).flip());
    }

    List<ByteBuffer> chunks() {
        return chunks;
    }

    /// An item was refused, and with it the whole batch.
    void refused(int index, RoutingException why) {
        refusedItem = index;
        throw why;
    }

    /// Index of the item that the last refusal was about, or [#NO_ITEM].
    int refusedItem() {
        return refusedItem;
    }

    /// A frame was refused. If it is of the batch under way, or the first of one, that batch is refused with it; another one is not harmed.
    ///
    /// @param ofMode0 whether it is known to be of a batch of mode 0
    void failed(Request request, boolean ofMode0) {
        if (open ? request.seq() == seq : ofMode0) {
            clear();
            seq = request.seq();
            passingOver = request.hasMore();
        }
    }

    /// Forgets the batch.
    void clear() {
        memory.addAndGet(-bytes);
        bytes = 0;
        chunks.clear();
        open = false;
        passingOver = false;
    }
}
