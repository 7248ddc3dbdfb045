// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

/// The tombstones of objects that lived at a version and went by a later one.
///
/// The lives of one object do not overlap, so at most one of its tombstones is among them, whatever came after it.
final class DeleteCursor extends BlockCursor<TombstoneBlock> {
    DeleteCursor(JournalReader reader) {
        super(reader);
    }

    @Override
    TombstoneBlock[] row(Directory directory) {
        return directory.tombstones();
    }

    @Override
    boolean isOwed(TombstoneBlock block, int record, long from, long to) {
        return block.born(record) <= from;
    }
}
