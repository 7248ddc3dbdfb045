// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.reporter.RecordCursor;

/// Walks the records of a row with `from < version <= to`: begins by binary search, ends at the first newer one.
abstract sealed class BlockCursor<B extends Block> implements RecordCursor permits ValueCursor, DeleteCursor {
    private final B[] row;
    private final long to;
    private int place;
    private @Nullable B block;
    private int record;
    private int end;

    BlockCursor(B[] row, long from, long to) {
        this.row = row;
        this.to = to;
        if (row.length > 0 && from < to) {
            place = Block.startOf(row, from);
            B first = row[place];
            block = first;
            record = first.firstAfter(from) - 1;
            end = first.firstAfter(to);
        }
    }

    /// Whether the reader is owed this record, its version being one of those that it asked for.
    abstract boolean isOwed(B block, int record);

    @Override
    public final boolean next() {
        for (B present = block; present != null; present = nextBlock()) {
            while (++record < end) {
                if (isOwed(present, record)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public final ByteBuffer buffer() {
        return present().buffer();
    }

    @Override
    public final int offset() {
        return present().offset(record);
    }

    private B present() {
        B present = block;
        if (present == null) {
            throw new IllegalStateException("the cursor is behind its last record");
        }
        return present;
    }

    private @Nullable B nextBlock() {
        boolean more = ++place < row.length && row[place].firstVersion() <= to;
        B next = more ? row[place] : null;
        if (next != null) {
            record = -1;
            end = next.firstAfter(to);
        }
        block = next;
        return next;
    }
}
