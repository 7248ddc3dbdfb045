// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

/// A block of values. The mark of a record is the version that superseded it, 0 while none did.
final class ValueBlock extends Block {
    /// Where [Index] finds this block.
    private final int number;

    ValueBlock(int number, long directory, long firstVersion, BlockMemory memory) {
        super(directory, firstVersion, memory);
        this.number = number;
    }

    int number() {
        return number;
    }

    /// Marks a value as superseded at a version.
    void supersede(int record, long version) {
        mark(record, version);
    }

    /// Whether the record is the object's value at a published version. Any thread.
    boolean standsAt(int record, long version) {
        long end = mark(record);
        return end == 0 || end > version;
    }

    /// Appends the values of another block that are not superseded, and has the index follow them. This block must have room.
    void moveFrom(ValueBlock source, Index index) {
        for (int record = 0; record < source.count(); record++) {
            if (source.mark(record) == 0) {
                int moved = appendCopy(source, record);
                index.move(slot(moved), Index.place(this, moved, frameLength(moved)));
            }
        }
    }
}
