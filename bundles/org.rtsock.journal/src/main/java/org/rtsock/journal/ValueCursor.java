// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

/// The values that stand at a version, of objects that came or changed after an earlier one.
final class ValueCursor extends BlockCursor<ValueBlock> {
    private final long to;

    ValueCursor(ValueBlock[] row, long from, long to) {
        super(row, from, to);
        this.to = to;
    }

    @Override
    boolean isOwed(ValueBlock block, int record) {
        return block.standsAt(record, to);
    }
}
