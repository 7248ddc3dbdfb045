// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass over the row of values: drops blocks that are superseded as a whole, and replaces neighbours that are mostly superseded or
/// small by one block that fits what lives in them. On the committing thread, between commits.
///
/// Small neighbours are merged even where nothing of them was superseded, so a row never has more than a few times as many blocks as its
/// live bytes fill. Each merge takes a block away that was once filled by appending, which pays for it.
final class Compaction {
    private final Index index;
    private final BlockSizes sizes;
    private final @Nullable ValueBlock tail;
    private final List<ValueBlock> row = new ArrayList<>();
    /// Neighbours that would fit one block together.
    private final List<ValueBlock> group = new ArrayList<>();
    private long groupBytes;
    private long budget;

    /// @param tail   the block that still grows and is left alone
    /// @param budget bytes that may be copied; the block under way when they are used up is finished
    Compaction(Index index, BlockSizes sizes, @Nullable ValueBlock tail, long budget) {
        this.index = index;
        this.sizes = sizes;
        this.tail = tail;
        this.budget = budget;
    }

    ValueBlock[] rewrite(ValueBlock[] blocks) {
        for (ValueBlock block : blocks) {
            if (block == tail || !isMovable(block)) {
                endGroup();
                row.add(block);
            } else if (block.liveBytes() > 0) {
                if (groupBytes + block.liveBytes() > sizes.largest()) {
                    endGroup();
                }
                group.add(block);
                groupBytes += block.liveBytes();
            }
        }
        endGroup();
        return row.toArray(ValueBlock[]::new);
    }

    private boolean isMovable(ValueBlock block) {
        return block.isMostlySuperseded() || block.liveBytes() <= sizes.largest() / 4;
    }

    private void endGroup() {
        boolean worthwhile = group.size() > 1 || !group.isEmpty() && group.getFirst().isMostlySuperseded();
        if (worthwhile && budget > 0) {
            budget -= groupBytes;
            row.add(merge());
        } else {
            row.addAll(group);
        }
        group.clear();
        groupBytes = 0;
    }

    private ValueBlock merge() {
        int records = group.stream().mapToInt(ValueBlock::liveCount).sum();
        ValueBlock merged = new ValueBlock(group.getFirst().firstVersion(), records, (int) groupBytes);
        for (ValueBlock block : group) {
            merged.moveFrom(block, index);
        }
        return merged;
    }
}
