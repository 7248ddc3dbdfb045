// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.rtsock.api.wire.Frame;

/// The tombstones of objects that lived at a version and went by a later one.
///
/// The lives of one key do not overlap, so at most one of its tombstones is among them, whatever came after it.
final class DeleteCursor extends BlockCursor<Block> {
    private final long from;

    DeleteCursor(Block[] row, long from, long to) {
        super(row, from, to);
        this.from = from;
    }

    @Override
    boolean isOwed(Block block, int record) {
        return Frame.born(block.buffer(), block.offset(record)) <= from;
    }
}
