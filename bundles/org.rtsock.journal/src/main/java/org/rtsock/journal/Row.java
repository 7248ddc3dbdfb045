// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The blocks of a journal's values or tombstones, oldest first. Belongs to the committing thread; readers get the array of blocks in a
/// [Directory], so an array that was handed out is never changed.
abstract sealed class Row<B extends Block> permits Values, Tombstones {
    private final BlockSizes sizes;
    private final HeldBlocks held;
    private B[] blocks;
    /// The last block, the only one that grows.
    private @Nullable B tail;
    private long liveBytes;
    private long deadBytes;
    private long bytesSinceCompaction;
    /// Blocks that compaction would replace.
    private int wasteful;
    /// In one of them nothing lives.
    private boolean emptied;

    /// @param none an array without blocks
    Row(BlockSizes sizes, HeldBlocks held, B[] none) {
        this.sizes = sizes;
        this.held = held;
        this.blocks = none;
    }

    /// A block that is empty.
    ///
    /// @param directory number of the first directory that will show it
    abstract B newBlock(long directory, long firstVersion, BlockMemory memory);

    /// Appends the records of a block that are not dead to another one, which has room.
    abstract void move(B source, B target);

    /// A block was replaced or is empty, and not in the row any more.
    abstract void left(B block);

    /// The block to append a frame to; the row is another array when it is not the [#tail] of before.
    final B blockFor(long version, int length) {
        bytesSinceCompaction += length;
        liveBytes += length;
        B present = tail;
        return present != null && present.hasRoomFor(length) ? present : open(version, length);
    }

    final @Nullable B tail() {
        return tail;
    }

    final B[] blocks() {
        return blocks;
    }

    /// Bytes of frames that somebody needs.
    final long liveBytes() {
        return liveBytes;
    }

    /// Accounts for a record that nobody needs any more.
    final void bury(B block, int frameLength) {
        boolean before = block.isWasteful();
        block.died(frameLength);
        buried(block, frameLength, before);
    }

    /// Accounts for a block that nobody needs any more.
    final void buryAll(B block) {
        boolean before = block.isWasteful();
        int bytes = block.liveBytes();
        block.diedOut();
        buried(block, bytes, before);
    }

    private void buried(B block, int bytes, boolean wastefulBefore) {
        liveBytes -= bytes;
        deadBytes += bytes;
        if (block.isWasteful()) {
            wasteful += wastefulBefore ? 0 : 1;
            emptied |= block.liveCount() == 0;
        }
    }

    /// From now on compaction may replace a block.
    final void close(B block) {
        block.close();
        if (block.isWasteful()) {
            wasteful++;
            emptied |= block.liveCount() == 0;
        }
    }

    /// Drops closed blocks in which nothing lives. When a third of all bytes is dead, also rewrites those that are mostly dead, and merges
    /// small neighbours.
    ///
    /// The work is bounded: four times what was reported since the last call, and one block. It is paid for too: what is copied of a block
    /// is less than what died in it. To wait for the third makes it a good deal less, since most of a block dies meanwhile.
    ///
    /// @return whether the array of blocks is another one now
    final boolean compact() {
        long budget = 4 * bytesSinceCompaction + sizes.largest();
        bytesSinceCompaction = 0;
        boolean due = wasteful > 0 && deadBytes > liveBytes / 2 + sizes.next(liveBytes);
        if (!due && !emptied) {
            return false;
        }
        List<B> row = new Compaction<>(this, sizes, due ? budget : 0).rewrite(blocks);
        blocks = row.toArray(Arrays.copyOf(blocks, 0));
        emptied = false;
        wasteful = 0;
        for (B block : blocks) {
            wasteful += block.isWasteful() ? 1 : 0;
        }
        return true;
    }

    /// A block of these that fits what lives in them. They are not in the row any more.
    final B merge(List<B> group, int bytes) {
        int records = 0;
        for (B block : group) {
            records += block.liveCount();
        }
        B merged = newBlock(held.nextDirectory(), group.getFirst().firstVersion(), held.memory(records, bytes));
        for (B block : group) {
            move(block, merged);
            leave(block);
        }
        merged.close();
        return merged;
    }

    /// A block goes out of the row.
    final void leave(B block) {
        deadBytes -= block.used() - block.liveBytes();
        left(block);
        held.retired(block);
    }

    private B open(long version, int length) {
        int bytes = Math.max(sizes.next(liveBytes), length);
        B opened = newBlock(held.nextDirectory(), version, held.memory(BlockSizes.records(bytes), bytes));
        blocks = Arrays.copyOf(blocks, blocks.length + 1);
        blocks[blocks.length - 1] = opened;
        tail = opened;
        return opened;
    }
}
