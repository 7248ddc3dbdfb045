// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.ArrayList;
import java.util.List;

/// One pass over a row: drops closed blocks in which nothing lives, and replaces neighbours that are mostly dead or small by one block that
/// fits what lives in them. On the committing thread.
///
/// Small neighbours are merged even where nothing in them is dead, so a row never has more than a few times as many blocks as its live
/// bytes fill. Each merge takes a block away that was once filled by appending, which pays for it.
final class Compaction<B extends Block> {
    private final Row<B> source;
    private final BlockSizes sizes;
    private final List<B> row = new ArrayList<>();
    /// Neighbours that would fit one block together.
    private final List<B> group = new ArrayList<>();
    private int groupBytes;
    private long budget;

    /// @param budget bytes that may be copied; the block under way when they are used up is finished
    Compaction(Row<B> source, BlockSizes sizes, long budget) {
        this.source = source;
        this.sizes = sizes;
        this.budget = budget;
    }

    List<B> rewrite(B[] blocks) {
        for (B block : blocks) {
            if (!isMovable(block)) {
                endGroup();
                row.add(block);
            } else if (block.liveCount() == 0) {
                source.leave(block);
            } else {
                if (groupBytes + block.liveBytes() > sizes.largest()) {
                    endGroup();
                }
                group.add(block);
                groupBytes += block.liveBytes();
            }
        }
        endGroup();
        return row;
    }

    private boolean isMovable(B block) {
        return block.isClosed() && (block.isWasteful() || block.liveBytes() <= sizes.largest() / 4);
    }

    private void endGroup() {
        boolean worthwhile = group.size() > 1 || !group.isEmpty() && group.getFirst().isWasteful();
        if (worthwhile && budget > 0) {
            budget -= groupBytes;
            row.add(source.merge(group, groupBytes));
        } else {
            row.addAll(group);
        }
        group.clear();
        groupBytes = 0;
    }
}
