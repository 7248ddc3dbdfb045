// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.rtsock.api.wire.Frame;

/// A row of records in the order of their versions: the frames one after the other, and columns beside them.
///
/// The committing thread appends; readers on any thread read records up to a published version. The package's chapter says why that is safe
/// without locks or fences: a reader never looks at more of an unpublished record than its version, and 0 there means that no record is
/// there yet.
sealed class Block permits ValueBlock {
    /// Column elements that are read while they are written: opaque mode, so that no half of a `long` is seen.
    static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long firstVersion;
    private final ByteBuffer buffer;
    private final long[] versions;
    private final int[] offsets;

    /// Written by the committing thread; statistics read them as they happen to be.
    private int count;
    private int used;

    /// @param firstVersion no record is older; all records of the blocks before this one are not newer
    Block(long firstVersion, int records, int bytes) {
        this.firstVersion = firstVersion;
        this.buffer = ByteBuffer.allocate(bytes).order(Frame.ORDER);
        this.versions = new long[records];
        this.offsets = new int[records];
    }

    /// The block of a row where the walk from a version begins: the last one that may begin at or before it. Blocks before it hold nothing
    /// newer.
    static int startOf(Block[] row, long from) {
        int low = 0;
        int high = row.length - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (row[middle].firstVersion <= from) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    final boolean hasRoomFor(int frameLength) {
        return count < versions.length && frameLength <= buffer.capacity() - used;
    }

    /// Takes the frame that was written at [#used()] as the next record. Its version comes last: it is what readers look at first.
    ///
    /// @return number of the record
    final int append(long version, int frameLength) {
        int record = count;
        offsets[record] = used;
        used += frameLength;
        count = record + 1;
        LONGS.setOpaque(versions, record, version);
        return record;
    }

    /// Number of the first record that is newer than a version; of the first free one when there is none. Any thread, for published
    /// versions.
    final int firstAfter(long version) {
        int low = 0;
        int high = versions.length;
        while (low < high) {
            int middle = low + high >>> 1;
            long there = (long) LONGS.getOpaque(versions, middle);
            if (there != 0 && there <= version) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    final long firstVersion() {
        return firstVersion;
    }

    /// Committing thread only, for a block with records.
    final long lastVersion() {
        return versions[count - 1];
    }

    final long version(int record) {
        return versions[record];
    }

    final int offset(int record) {
        return offsets[record];
    }

    /// Committing thread only.
    final int frameLength(int record) {
        int end = record + 1 < count ? offsets[record + 1] : used;
        return end - offsets[record];
    }

    final ByteBuffer buffer() {
        return buffer;
    }

    /// Records so far.
    final int count() {
        return count;
    }

    /// Bytes of frames so far.
    final int used() {
        return used;
    }

    /// Bytes of memory that the block holds, used or not.
    long footprint() {
        return buffer.capacity() + versions.length * 12L;
    }
}
