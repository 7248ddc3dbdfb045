// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// A row of records in the order of their versions: the frames one after the other, and three cells a record beside them.
///
/// ```
///   +---------+------------------------------+--------------------------------+
///   | version | mark: see the two kinds      | place: slot << 32 | offset     |
///   +---------+------------------------------+--------------------------------+
/// ```
///
/// The cells of a record lie together, because superseding a value and walking over it each look at two of them: one line of the cache.
///
/// The committing thread appends; readers on any thread read records up to a published version. The package's chapter says why that is safe
/// without locks or fences: a reader never looks at more of an unpublished record than its version, and 0 there means that no record is
/// there yet.
abstract sealed class Block permits ValueBlock, TombstoneBlock {
    /// Bytes of cells a record.
    static final int CELL_BYTES = 24;

    /// Cells that are read while they are written: opaque mode, so that no half of a `long` is seen.
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int VERSION = 0;
    private static final int MARK = 1;
    private static final int PLACE = 2;
    static final int CELLS = 3;

    private final long directory;
    private final long firstVersion;
    private final BlockMemory memory;
    private final ByteBuffer buffer;
    private final long[] cells;

    // Written by the committing thread; statistics read them as they happen to be.
    private int count;
    private int used;
    private int deadCount;
    private int deadBytes;

    /// Whether compaction may replace this block. Committing thread only.
    private boolean closed;

    /// @param directory    number of the first directory that shows it
    /// @param firstVersion no record is older; all records of the blocks before this one are not newer
    /// @param memory       not used by anybody else
    Block(long directory, long firstVersion, BlockMemory memory) {
        this.directory = directory;
        this.firstVersion = firstVersion;
        this.memory = memory;
        this.buffer = memory.buffer();
        this.cells = memory.cells();
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
        return count * CELLS < cells.length && frameLength <= buffer.capacity() - used;
    }

    /// Takes the frame that was written at [#used()] as the next record. Its version comes last: it is what readers look at first.
    ///
    /// @return number of the record
    final int append(long version, long mark, int slot, int frameLength) {
        int record = count;
        int cell = record * CELLS;
        cells[cell + MARK] = mark;
        cells[cell + PLACE] = (long) slot << 32 | used;
        used += frameLength;
        count = record + 1;
        LONGS.setOpaque(cells, cell + VERSION, version);
        return record;
    }

    /// Appends a record of another block, mark and slot included. This block must have room.
    ///
    /// @return its number here
    final int appendCopy(Block source, int record) {
        int length = source.frameLength(record);
        System.arraycopy(source.buffer.array(), source.offset(record), buffer.array(), used, length);
        return append(source.version(record), source.mark(record), source.slot(record), length);
    }

    /// Number of the first record that is newer than a version; of the first free one when there is none. Any thread, for published
    /// versions.
    final int firstAfter(long version) {
        int low = 0;
        int high = cells.length / CELLS;
        while (low < high) {
            int middle = low + high >>> 1;
            long there = (long) LONGS.getOpaque(cells, middle * CELLS + VERSION);
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
        return version(count - 1);
    }

    final long version(int record) {
        return cells[record * CELLS + VERSION];
    }

    /// What stands there now, or stood there a moment ago.
    final long mark(int record) {
        return (long) LONGS.getOpaque(cells, record * CELLS + MARK);
    }

    final void mark(int record, long mark) {
        LONGS.setOpaque(cells, record * CELLS + MARK, mark);
    }

    final int offset(int record) {
        return (int) cells[record * CELLS + PLACE];
    }

    final int slot(int record) {
        return (int) (cells[record * CELLS + PLACE] >>> 32);
    }

    /// Committing thread only.
    final int frameLength(int record) {
        int end = record + 1 < count ? offset(record + 1) : used;
        return end - offset(record);
    }

    /// Counts a record as one that nobody needs any more. Committing thread only.
    final void died(int frameLength) {
        deadCount++;
        deadBytes += frameLength;
    }

    /// Counts all records as such.
    final void diedOut() {
        deadCount = count;
        deadBytes = used;
    }

    /// From now on compaction may replace the block.
    final void close() {
        closed = true;
    }

    final boolean isClosed() {
        return closed;
    }

    /// More than half of its bytes are dead, so that moving the rest costs less than what it frees.
    final boolean isWasteful() {
        return closed && deadBytes > used - deadBytes;
    }

    /// Number of the first directory that shows it.
    final long directory() {
        return directory;
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

    final int deadCount() {
        return deadCount;
    }

    final int liveCount() {
        return count - deadCount;
    }

    final int liveBytes() {
        return used - deadBytes;
    }

    /// Bytes of memory of the dead records.
    final long deadFootprint() {
        return deadBytes + (long) deadCount * CELL_BYTES;
    }

    /// Bytes of memory of all records.
    final long usedFootprint() {
        return used + (long) count * CELL_BYTES;
    }

    /// Bytes of memory that the block holds, used or not.
    final long footprint() {
        return memory.footprint();
    }

    /// For another block, once nobody reads this one.
    final BlockMemory memory() {
        return memory;
    }
}
