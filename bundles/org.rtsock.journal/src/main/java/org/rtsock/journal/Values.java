// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;

/// The row of values: the newest of each living object, and superseded ones that compaction has not come to. Belongs to the committing
/// thread; readers get the array of blocks in a [Directory], so an array that was handed out is never changed.
final class Values {
    private static final ValueBlock[] NONE = {};

    private final BlockSizes sizes;
    private final Index index = new Index();
    private ValueBlock[] blocks = NONE;
    /// The last block, the only one that grows and the only one that compaction leaves alone.
    private @Nullable ValueBlock tail;
    private long liveBytes;
    private long bytesSinceCompaction;
    /// Closed blocks that are mostly superseded.
    private int wasteful;

    Values(BlockSizes sizes) {
        this.sizes = sizes;
    }

    /// Appends the value in the draft as the newest of its object.
    ///
    /// @return whether the array of blocks is another one now
    boolean append(RoutingKey key, Draft<?> draft, int length, Operation operation, long version, long born, Cause cause) {
        ValueBlock before = tail;
        ValueBlock block = before != null && before.hasRoomFor(length) ? before : open(version, length);
        int hash = Index.hash(key);
        int slot = index.find(key, hash);
        // The key that stands in the index already is shared with whoever made it first; a change need not keep another copy.
        RoutingKey kept = slot < 0 ? key : index.block(slot).key(index.record(slot));
        int record = draft.appendTo(block, operation, version, born, cause);
        block.assign(record, kept, hash);
        if (slot < 0) {
            index.insert(hash, block, record);
        } else {
            supersede(index.block(slot), index.record(slot), version);
            index.move(slot, block, record);
        }
        liveBytes += length;
        bytesSinceCompaction += length;
        return block != before;
    }

    /// Marks the value of an object that went.
    void remove(RoutingKey key, long version) {
        int slot = index.find(key, Index.hash(key));
        if (slot >= 0) {
            supersede(index.block(slot), index.record(slot), version);
            index.remove(slot);
        }
    }

    /// Rewrites blocks that are mostly superseded. Every record must belong to a published version, since what was superseded is dropped
    /// for good.
    ///
    /// The work is bounded: four times what was reported since the last call, and one block. It is paid for too: a block is rewritten when
    /// more than half of it was superseded, so over time less is copied than was reported.
    ///
    /// @return whether the array of blocks is another one now
    boolean compact() {
        long budget = 4 * bytesSinceCompaction + sizes.largest();
        bytesSinceCompaction = 0;
        if (wasteful == 0) {
            return false;
        }
        blocks = new Compaction(index, sizes, tail, budget).rewrite(blocks);
        wasteful = (int) Arrays.stream(blocks).filter(this::isWasteful).count();
        return true;
    }

    ValueBlock[] blocks() {
        return blocks;
    }

    /// Memory of the index, bytes.
    long indexFootprint() {
        return index.footprint();
    }

    private ValueBlock open(long version, int length) {
        int bytes = sizes.next(liveBytes);
        ValueBlock opened = new ValueBlock(version, BlockSizes.records(bytes), Math.max(bytes, length));
        blocks = Arrays.copyOf(blocks, blocks.length + 1);
        blocks[blocks.length - 1] = opened;
        ValueBlock closed = tail;
        tail = opened;
        if (closed != null && isWasteful(closed)) {
            wasteful++;
        }
        return opened;
    }

    private void supersede(ValueBlock block, int record, long version) {
        boolean before = isWasteful(block);
        block.supersede(record, version);
        liveBytes -= block.frameLength(record);
        if (isWasteful(block) && !before) {
            wasteful++;
        }
    }

    private boolean isWasteful(ValueBlock block) {
        return block != tail && block.isMostlySuperseded();
    }
}
