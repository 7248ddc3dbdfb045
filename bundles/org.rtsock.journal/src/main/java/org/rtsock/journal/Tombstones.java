// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;

/// The row of tombstones, oldest first. Whole blocks are dropped from its head when another one is opened at its end. Belongs to the
/// committing thread; readers get the array of blocks in a [Directory], so an array that was handed out is never changed.
final class Tombstones {
    private static final Block[] NONE = {};
    /// A row has about as many blocks at the cap, so that dropping one is a small step.
    private static final int BLOCKS_AT_CAP = 256;

    private final JournalBounds bounds;
    private final BlockSizes sizes;
    private final LongUnaryOperator oldestCursor;
    private Block[] blocks = NONE;
    private @Nullable Block tail;
    private long floor;

    /// @param oldestCursor the lowest cursor of a listener that is at or above a floor, `Long.MAX_VALUE` when there is none
    Tombstones(JournalBounds bounds, BlockSizes sizes, LongUnaryOperator oldestCursor) {
        this.bounds = bounds;
        this.sizes = sizes;
        this.oldestCursor = oldestCursor;
    }

    /// Appends the tombstone in the draft.
    ///
    /// @return whether the array of blocks is another one now
    boolean append(Draft<?> draft, int length, long version, long born, Cause cause) {
        Block before = tail;
        Block block = before != null && before.hasRoomFor(length) ? before : open(version, length);
        draft.appendTo(block, Operation.DELETE, version, born, cause);
        return block != before;
    }

    /// Deletes up to this version are not known.
    long floor() {
        return floor;
    }

    void raiseFloor(long version) {
        floor = Math.max(floor, version);
    }

    Block[] blocks() {
        return blocks;
    }

    private Block open(long version, int length) {
        long held = Arrays.stream(blocks).mapToLong(Block::used).sum();
        int bytes = Math.min(sizes.next(held), BlockSizes.bytes(bounds.maxTombstones() / BLOCKS_AT_CAP));
        int records = BlockSizes.records(bytes);
        Block opened = new Block(version, records, Math.max(bytes, length));
        int dropped = drop(records);
        int kept = blocks.length - dropped;
        Block[] row = Arrays.copyOfRange(blocks, dropped, blocks.length + 1);
        row[kept] = opened;
        blocks = row;
        tail = opened;
        return opened;
    }

    /// Raises the floor over the blocks at the head that must go, and over those that nobody needs: outside the resume window, and read by
    /// every listener that has read anything.
    ///
    /// A block is needed by a listener whose cursor is below its newest tombstone, even when all objects in it were born after the cursor:
    /// there is one floor for all, and raising it past a listener would reset it. A listener below the floor will be reset anyway and holds
    /// nothing.
    ///
    /// @param incoming tombstones that must fit below the cap afterwards
    /// @return how many blocks to drop
    private int drop(int incoming) {
        int count = Arrays.stream(blocks).mapToInt(Block::count).sum();
        int dropped = 0;
        for (Block head : blocks) {
            int rest = count - head.count();
            boolean mustGo = count + incoming > bounds.maxTombstones();
            if (!mustGo && (rest < bounds.resumeWindow() || oldestCursor.applyAsLong(floor) < head.lastVersion())) {
                break;
            }
            raiseFloor(head.lastVersion());
            count = rest;
            dropped++;
        }
        return dropped;
    }
}
