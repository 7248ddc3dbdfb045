// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.rtsock.api.message.Operation;

/// The row of values: the newest of each living object, and superseded ones that compaction has not come to. Belongs to the committing
/// thread.
///
/// It may be compacted between commits only: what was superseded in a version that is not published yet still stands for readers.
final class Values extends Row<ValueBlock> {
    private final Index index = new Index();

    Values(BlockSizes sizes, HeldBlocks held) {
        super(sizes, held, new ValueBlock[0]);
    }

    /// Appends the value in the draft as the newest of the object that a slot stands for.
    ///
    /// @return whether the array of blocks is another one now
    boolean append(Draft draft, Operation operation, int slot, long version, long born) {
        ValueBlock before = tail();
        ValueBlock block = blockFor(version, draft.length());
        if (block != before && before != null) {
            close(before);
        }
        int length = draft.writeTo(block, operation, version, born);
        int record = block.append(version, 0, slot, length);
        supersede(index.put(slot, Index.place(block, record, length)), version);
        return block != before;
    }

    /// Marks the value of an object that went.
    void remove(int slot, long version) {
        supersede(index.remove(slot), version);
    }

    private void supersede(long place, long version) {
        if (place != Index.NOTHING) {
            ValueBlock block = index.block(place);
            block.supersede(Index.record(place), version);
            bury(block, Index.frameLength(place));
        }
    }

    /// Memory of the index, bytes.
    long indexFootprint() {
        return index.footprint();
    }

    @Override
    ValueBlock newBlock(long directory, long firstVersion, BlockMemory memory) {
        ValueBlock block = new ValueBlock(index.nextNumber(), directory, firstVersion, memory);
        index.enter(block);
        return block;
    }

    @Override
    void move(ValueBlock source, ValueBlock target) {
        target.moveFrom(source, index);
    }

    @Override
    void left(ValueBlock block) {
        index.leave(block);
    }
}
