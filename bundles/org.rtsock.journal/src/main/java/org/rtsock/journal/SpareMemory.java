// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.ArrayDeque;
import java.util.Deque;

/// Memory of blocks of the largest size that nobody reads any more, for the next ones: where values only change, the collector has nothing
/// to do. A small part of what lives at most. Belongs to the committing thread, but for [#bytes].
final class SpareMemory {
    /// One in so many of the live bytes.
    private static final int SHARE = 16;

    private final BlockSizes sizes;
    private final Deque<BlockMemory> spare = new ArrayDeque<>();
    private volatile long bytes;

    SpareMemory(BlockSizes sizes) {
        this.sizes = sizes;
    }

    /// Memory for so many records of so many bytes in all, or for more of both where that is to be had and fits well.
    BlockMemory take(int records, int length) {
        boolean fits = length <= sizes.largest() && length > sizes.largest() / 8 * 7 && records <= BlockSizes.records(sizes.largest());
        BlockMemory found = fits ? spare.poll() : null;
        if (found == null) {
            return BlockMemory.of(records, length);
        }
        bytes -= found.footprint();
        return found;
    }

    /// Takes back the memory of a block that had so many records, unless there is enough.
    void give(BlockMemory memory, int records, long liveBytes) {
        if (memory.buffer().capacity() == sizes.largest() && bytes < liveBytes / SHARE) {
            memory.clear(records);
            spare.push(memory);
            bytes += memory.footprint();
        }
    }

    /// Bytes that wait for a block. Any thread.
    long bytes() {
        return bytes;
    }
}
