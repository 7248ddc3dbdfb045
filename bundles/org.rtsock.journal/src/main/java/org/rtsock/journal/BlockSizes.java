// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

/// How large blocks are made, bytes of frames.
///
/// @param smallest of the first block, so that a type with a handful of objects costs little
/// @param largest  of a block, unless a single frame is larger
record BlockSizes(int smallest, int largest) {
    /// The largest holds 4096 IPv4 routes with one next hop, and stays below half a region of G1 at its smallest region size: a larger
    /// array would be a humongous object.
    static final BlockSizes DEFAULT = new BlockSizes(16 << 10, 384 << 10);

    /// Frame of an IPv4 route with one next hop, by far the most frequent record.
    private static final int TYPICAL_FRAME = 96;

    /// Bytes of the next block of a row that holds so many live bytes. An eighth: the open block adds little to what may be superseded.
    int next(long liveBytes) {
        return Math.clamp(liveBytes / 8, smallest, largest);
    }

    /// Records that a block of so many bytes has cells for.
    static int records(int bytes) {
        return Math.max(1, bytes / TYPICAL_FRAME);
    }
}
