// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.reporter.RecordCursor;

/// Walks the records of a row with `from < version <= to`: begins by binary search, ends at the first newer one.
///
/// One for all cuts of a reader. It keeps the block it is in, and asks the reader for the row again when it needs the next one; so once
/// the reader's records were taken away, nothing here holds more than that block.
abstract sealed class BlockCursor<B extends Block> implements RecordCursor permits ValueCursor, DeleteCursor {
    private final JournalReader reader;
    private long from;
    private long to;
    private int place;
    private @Nullable B block;
    private int record;
    private int end;
    private boolean stale;

    BlockCursor(JournalReader reader) {
        this.reader = reader;
    }

    /// The row in a directory.
    abstract B[] row(Directory directory);

    /// Whether the reader is owed this record, its version being one of those that it asked for.
    abstract boolean isOwed(B block, int record, long from, long to);

    final void start(long first, long last) {
        from = first;
        to = last;
        block = null;
        Directory directory = reader.held();
        stale = directory == null;
        if (directory != null && from < to) {
            B[] row = row(directory);
            place = Block.startOf(row, from);
            enter(row);
            B begun = block;
            record = begun == null ? 0 : begun.firstAfter(from) - 1;
        }
    }

    /// Forgets the block it is in.
    final void stop() {
        block = null;
        stale = false;
    }

    @Override
    public final boolean next() {
        for (B present = block; present != null; present = nextBlock()) {
            while (++record < end) {
                if (isOwed(present, record, from, to)) {
                    return true;
                }
            }
        }
        if (stale) {
            throw reader.stale();
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
            throw new IllegalStateException("the cursor is at no record");
        }
        return present;
    }

    private @Nullable B nextBlock() {
        Directory directory = reader.held();
        if (directory == null) {
            block = null;
            stale = true;
            return null;
        }
        place++;
        enter(row(directory));
        return block;
    }

    /// Goes to the start of a block, or to none at the end of the walk.
    private void enter(B[] row) {
        B next = place < row.length && (row[place].firstVersion() <= to) ? row[place] : null;
        block = next;
        record = -1;
        end = next == null ? 0 : next.firstAfter(to);
    }
}
