// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// From the slot of each living object to its newest value. Belongs to the committing thread.
///
/// Eight bytes a slot, in pages, so that growing copies no entries and what nobody uses any more goes:
///
/// ```
///   | number of the block: 24 bits | length of the frame / 8: 16 bits | number of the record: 24 bits |
/// ```
///
/// Blocks are found by number, not by reference: the collector need not look at a million entries, nor be told of each write. The length is
/// here so that a value can be superseded by one write to its block, for which nobody waits, and no read from memory that nobody has used
/// for long.
final class Index {
    /// No value: block 0 is none.
    static final long NOTHING = 0;

    private static final int BLOCK_SHIFT = 40;
    private static final int LENGTH_SHIFT = 24;
    private static final int RECORD_MASK = (1 << LENGTH_SHIFT) - 1;

    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;

    /// Stands for every page without a slot in use; never written.
    private static final long[] UNUSED = new long[PAGE];

    private long[][] pages = {UNUSED};
    /// Slots in use on each page.
    private int[] sizes = new int[1];
    private int inUse;
    /// A page that ran empty, so that an object that comes and goes does not need a new one each time.
    private long[] spare = UNUSED;

    private @Nullable ValueBlock[] blocks = new ValueBlock[16];
    /// Numbers below it were given out; those that came back are on a stack.
    private int nextNumber = 1;

    private int[] free = new int[16];
    private int freeCount;

    /// Where a value stands.
    static long place(ValueBlock block, int record, int frameLength) {
        return (long) block.number() << BLOCK_SHIFT | (long) (frameLength / 8) << LENGTH_SHIFT | record;
    }

    static int record(long place) {
        return (int) place & RECORD_MASK;
    }

    static int frameLength(long place) {
        return ((int) (place >>> LENGTH_SHIFT) & 0xffff) * 8;
    }

    /// Leads a slot to its newest value.
    ///
    /// @return where the one before stands, [#NOTHING] when there was none
    long put(int slot, long place) {
        int number = slot >>> PAGE_BITS;
        long[] page = page(number);
        if (page == UNUSED) {
            page = open(number);
        }
        int at = slot & PAGE - 1;
        long before = page[at];
        page[at] = place;
        if (before == NOTHING) {
            sizes[number]++;
        }
        return before;
    }

    /// Leads a slot that has a value to the place where that stands now.
    void move(int slot, long place) {
        pages[slot >>> PAGE_BITS][slot & PAGE - 1] = place;
    }

    /// Forgets the value of a slot.
    ///
    /// @return where it stands, [#NOTHING] when there was none
    long remove(int slot) {
        int number = slot >>> PAGE_BITS;
        long[] page = page(number);
        long before = page[slot & PAGE - 1];
        if (before != NOTHING) {
            page[slot & PAGE - 1] = NOTHING;
            if (--sizes[number] == 0) {
                pages[number] = UNUSED;
                spare = page;
                inUse--;
            }
        }
        return before;
    }

    /// The block of a place that the other methods gave.
    ValueBlock block(long place) {
        ValueBlock block = blocks[(int) (place >>> BLOCK_SHIFT)];
        if (block == null) {
            throw new IllegalStateException("the block of a value has no number any more");
        }
        return block;
    }

    /// A number for a new block, which is to be handed to [#enter].
    int nextNumber() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        return nextNumber++;
    }

    void enter(ValueBlock block) {
        if (block.number() >= blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(blocks.length * 2, block.number() + 1));
        }
        blocks[block.number()] = block;
    }

    /// Takes back the number of a block that holds no newest value any more.
    void leave(ValueBlock block) {
        blocks[block.number()] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = block.number();
    }

    /// Memory of pages and tables, bytes.
    long footprint() {
        long held = spare == UNUSED ? inUse : inUse + 1L;
        return held * PAGE * Long.BYTES + pages.length * 8L + (blocks.length + free.length) * 4L;
    }

    private long[] page(int number) {
        return number < pages.length ? pages[number] : UNUSED;
    }

    private long[] open(int number) {
        if (number >= pages.length) {
            int before = pages.length;
            int length = Math.max(before * 2, number + 1);
            pages = Arrays.copyOf(pages, length);
            Arrays.fill(pages, before, length, UNUSED);
            sizes = Arrays.copyOf(sizes, length);
        }
        long[] page = spare == UNUSED ? new long[PAGE] : spare;
        spare = UNUSED;
        pages[number] = page;
        inUse++;
        return page;
    }
}
