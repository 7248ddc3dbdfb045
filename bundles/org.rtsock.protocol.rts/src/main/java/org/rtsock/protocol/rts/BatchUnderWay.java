// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RouteRequest.Level;

/// What has come of a batch of mode 0, until its last frame is there, and which batches were refused before theirs. Owned by the holder of the
/// lock of its [RtsControlBlock].
final class BatchUnderWay {
    /// What is said of an item when the refusal is about none.
    static final int NO_ITEM = -1;

    /// What a frame that waits takes beside its bytes.
    private static final int FRAME_OVERHEAD = 96;
    /// Refused batches of which more frames may come.
    private static final int MAX_REFUSED = 64;

    /// Of all sockets of the protocol.
    private final AtomicLong memory;
    private final long maxMemory;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    /// Sequence numbers of batches that were refused, whose last frames have not come.
    private final Set<Integer> refused = new HashSet<>();
    private long bytes;
    private int seq;
    private Level level = Level.STORED;
    private boolean open;
    private int refusedItem = NO_ITEM;

    /// @param memory    bytes that wait at all sockets
    /// @param maxMemory most of them
    BatchUnderWay(AtomicLong memory, long maxMemory) {
        this.memory = memory;
        this.maxMemory = maxMemory;
    }

    /// Whether a frame of mode 0 is of a batch that has been refused already.
    boolean passesOver(Request request) {
        return request.hasMore() ? refused.contains(request.seq()) : refused.remove(request.seq());
    }

    /// Takes the items of a frame.
    ///
    /// @param items copied, unless they are the last
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
        if (refused.size() == MAX_REFUSED) {
            throw new RoutingException(Errno.EBUSY, MAX_REFUSED + " refused batches have not come to their last frames");
        }
        BatchItems.count(items);
        open = true;
        seq = request.seq();
        level = wanted;
        if (!request.hasMore()) {
            // It is carried out before the frame's bytes are needed for the next one.
            chunks.add(items);
        } else if (items.hasRemaining()) {
            keep(items);
        }
    }

    private void keep(ByteBuffer items) {
        int length = items.remaining() + FRAME_OVERHEAD;
        if (memory.addAndGet(length) > maxMemory) {
            memory.addAndGet(-length);
            throw new RoutingException(
                    Errno.ENOBUFS, "the batch has " + (bytes + length) + " bytes by now, and all batches under way may have " + maxMemory);
        }
        bytes += length;
        chunks.add(ByteBuffer.allocate(items.remaining()).order(items.order()).put(items).flip());
    }

    List<ByteBuffer> chunks() {
        return chunks;
    }

    /// An item was refused, and with it the whole batch.
    void refused(int index, RoutingException why) {
        refusedItem = index;
        throw why;
    }

    /// Index of the item that the refusal at hand is about, or [#NO_ITEM]. Asked once.
    int takeRefusedItem() {
        int item = refusedItem;
        refusedItem = NO_ITEM;
        return item;
    }

    /// A frame was refused: with it the batch that it is of, whatever else comes of that. Another one under way is not harmed.
    void failed(Request request) {
        if (open && request.seq() == seq) {
            clear();
        }
        // A frame of mode 1 is no part of anything.
        if (request.hasMore() && request.firstByte() != BatchRequests.EACH && refused.size() < MAX_REFUSED) {
            refused.add(request.seq());
        }
    }

    /// The peer sends no more of a batch: one that is under way, or one that was refused already.
    void giveUp(Request request) {
        if (open && request.seq() == seq) {
            clear();
        }
        refused.remove(request.seq());
    }

    /// Forgets the batch.
    void clear() {
        memory.addAndGet(-bytes);
        bytes = 0;
        chunks.clear();
        open = false;
    }
}
