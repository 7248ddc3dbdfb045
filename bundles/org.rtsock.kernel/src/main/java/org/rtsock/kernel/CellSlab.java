// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;

/// Blocks of a few words in flat pages, each as large as its class of sizes says; a block that is given back serves the next of its class,
/// or in parts those of lesser ones. Guarded as the trie that it belongs to.
///
/// A block is known by the number of its first cell and lies in one page: page `number >>> PAGE_BITS`, from place `number & PAGE_MASK` on.
/// Only the first page is ever moved, while it is small; so growing does not keep readers away for long, however much there is.
///
/// Blocks are not put together again: what small ones need at most at some time, and large ones at another, is all that can lie idle.
final class CellSlab {
    private static final int[] SIZES = {1, 4, 8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 196};
    /// The largest block.
    static final int LARGEST = 196;
    /// The least class that holds a size, for each size.
    private static final byte[] CLASSES = new byte[LARGEST + 1];
    /// Numbers of cells have 29 bits.
    static final int MOST = 1 << 29;
    /// No block. Its cells are never given out and stay 0, so that it may be read as an empty one.
    static final int NONE = 0;

    static {
        int size = 0;
        for (int number = 0; number < SIZES.length; number++) {
            while (size < SIZES[number]) {
                CLASSES[++size] = (byte) number;
            }
        }
    }

    static final int PAGE_BITS = 15;
    static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int FIRST = 16;

    /// Replaced when a page is added. A free block holds the number of the next one of its class.
    long[][] pages = {new long[FIRST]};
    private final int[] free = new int[SIZES.length];
    /// A bit for each class that has a free block.
    private int available;
    private int used;

    /// @param none cells of no block, 1 or more
    CellSlab(int none) {
        used = none;
    }

    /// A block for so many cells, 1 to [#LARGEST]. Its content is undefined.
    int take(int count) {
        int wanted = CLASSES[count];
        int candidates = available & -1 << wanted;
        if (candidates == 0) {
            return extend(SIZES[wanted]);
        }
        int found = Integer.numberOfTrailingZeros(candidates);
        int at = free[found];
        free[found] = (int) get(at);
        if (free[found] == NONE) {
            available ^= 1 << found;
        }
        split(at + SIZES[wanted], SIZES[found] - SIZES[wanted]);
        return at;
    }

    private int extend(int count) {
        int place = used & PAGE_MASK;
        if (place + count > PAGE_MASK + 1) {
            int rest = PAGE_MASK + 1 - place;
            split(used, rest);
            used += rest;
            place = 0;
        }
        if (used >>> PAGE_BITS == pages.length) {
            addPage();
        } else if (place + count > pages[0].length && used <= PAGE_MASK) {
            pages[0] = Arrays.copyOf(pages[0], Math.min(2 * (place + count), PAGE_MASK + 1));
        }
        int at = used;
        used += count;
        return at;
    }

    private void addPage() {
        if (used >= MOST) {
            throw new OutOfMemoryError("a table needs more than " + MOST + " cells for longest match");
        }
        pages = Arrays.copyOf(pages, pages.length + 1);
        pages[pages.length - 1] = new long[PAGE_MASK + 1];
    }

    /// Frees what is left of a block, as the largest ones that it can be.
    private void split(int from, int count) {
        int at = from;
        int rest = count;
        while (rest > 0) {
            int number = CLASSES[rest];
            number -= SIZES[number] > rest ? 1 : 0;
            free(at, number);
            at += SIZES[number];
            rest -= SIZES[number];
        }
    }

    /// Gives back a block that was taken for so many cells.
    void release(int at, int count) {
        free(at, CLASSES[count]);
    }

    private void free(int at, int number) {
        set(at, free[number]);
        free[number] = at;
        available |= 1 << number;
    }

    long get(int cell) {
        return pages[cell >>> PAGE_BITS][cell & PAGE_MASK];
    }

    void set(int cell, long value) {
        pages[cell >>> PAGE_BITS][cell & PAGE_MASK] = value;
    }

    /// Opens a gap in a block that holds so many cells.
    ///
    /// @return the block, which may be another one
    int open(int block, int count, int gap) {
        int to = block;
        if (CLASSES[count] != CLASSES[count + 1]) {
            to = take(count + 1);
            copy(block, to, gap);
        }
        copy(block + gap, to + gap + 1, count - gap);
        if (to != block) {
            release(block, count);
        }
        return to;
    }

    /// Takes a cell out of a block that holds so many and keeps some.
    ///
    /// @return the block, which may be another one
    int close(int block, int count, int gap) {
        int to = block;
        if (CLASSES[count] != CLASSES[count - 1]) {
            to = take(count - 1);
            copy(block, to, gap);
        }
        copy(block + gap + 1, to + gap, count - gap - 1);
        if (to != block) {
            release(block, count);
        }
        return to;
    }

    private void copy(int from, int to, int count) {
        if (count > 0) {
            System.arraycopy(
                    pages[from >>> PAGE_BITS], from & PAGE_MASK, pages[to >>> PAGE_BITS], to & PAGE_MASK, count);
        }
    }

    long bytes() {
        return ((long) (pages.length - 1) * (PAGE_MASK + 1) + pages[0].length) * Long.BYTES;
    }
}
