// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rtsock.api.wire.Frame;

/// What a block writes into, and the next one again when nobody reads it any more.
///
/// @param buffer frames
/// @param cells  see [Block]; 0 where no record is
record BlockMemory(ByteBuffer buffer, long[] cells) {
    static BlockMemory of(int records, int bytes) {
        return new BlockMemory(ByteBuffer.allocate(bytes).order(Frame.ORDER), new long[records * Block.CELLS]);
    }

    /// Makes it as new. The frames may stay: nothing leads to them.
    void clear(int records) {
        Arrays.fill(cells, 0, records * Block.CELLS, 0);
    }

    /// Bytes, used or not.
    long footprint() {
        return buffer.capacity() + (long) cells.length * Long.BYTES;
    }
}
