// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.BitSet;

/// A block of tombstones. The mark of a record is the version in which the object was born.
final class TombstoneBlock extends Block {
    /// Those that nobody needs any more. Committing thread only: for a reader they are as good as the others, it is just not owed them.
    private final BitSet dropped;

    /// Of those that were not dropped when somebody looked last, so that most blocks can be judged as a whole. Committing thread only.
    private long oldestBorn = Long.MAX_VALUE;

    private long newestBorn;

    TombstoneBlock(long directory, long firstVersion, BlockMemory memory) {
        super(directory, firstVersion, memory);
        dropped = new BitSet(memory.cells().length / CELLS);
    }

    /// Accounts for the record that was just appended.
    void count(long born) {
        oldestBorn = Math.min(oldestBorn, born);
        newestBorn = Math.max(newestBorn, born);
    }

    long born(int record) {
        return mark(record);
    }

    void drop(int record) {
        dropped.set(record);
    }

    boolean isDropped(int record) {
        return dropped.get(record);
    }

    /// The oldest that was not dropped, of which there must be one.
    int firstKept() {
        return dropped.nextClearBit(0);
    }

    void dropAll() {
        dropped.set(0, count());
    }

    /// Whether every tombstone here that was not dropped is needed for sure.
    boolean isAllNeeded(Places places) {
        return liveCount() == 0 || newestBorn <= places.below(firstVersion());
    }

    /// Whether none of them is, for sure.
    boolean isAllUseless(Places places) {
        return oldestBorn > places.below(lastVersion());
    }

    /// The births have been looked at anew.
    void bornBetween(long oldest, long newest) {
        oldestBorn = oldest;
        newestBorn = newest;
    }

    /// Appends the tombstones of another block that were not dropped. This block must have room.
    void moveFrom(TombstoneBlock source) {
        for (int record = 0; record < source.count(); record++) {
            if (!source.isDropped(record)) {
                appendCopy(source, record);
                count(source.born(record));
            }
        }
    }
}
