// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

/// The values that stand at a version, of objects that came or changed after an earlier one.
final class ValueCursor extends BlockCursor<ValueBlock> {
    ValueCursor(JournalReader reader) {
        super(reader);
    }

    @Override
    ValueBlock[] row(Directory directory) {
        return directory.values();
    }

    @Override
    boolean isOwed(ValueBlock block, int record, long from, long to) {
        return block.standsAt(record, to);
    }
}
