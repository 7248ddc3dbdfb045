// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

/// The nodes of a [PrefixTrie]. A node stands for six bits of an address; it is a block of cells, and its number is that of the first:
///
///         +---------------------------------------------------------------+
///      0  | prefixes that end after 1 to 5 of the bits, in heap order     |
///      1  | prefixes that end after all 6 bits                            |
///      2  | children                                                      |
///         +---------------------------------------------------------------+
///      3  | results of the prefixes of word 0, then of word 1             |
///     ... | numbers of the children                                       |
///         +---------------------------------------------------------------+
///
/// Each list has one cell for each bit that is set, in the order of the bits, so the place of one is a count of bits. In heap order the
/// prefix of `n` bits `b` is bit `1 << n | b`: a longer one is a higher bit. No node is [CellSlab#NONE], which reads as an empty one.
///
/// Guarded as the trie.
final class TrieNodes {
    /// Bits of a node.
    static final int STRIDE = 6;
    /// Levels of nodes for the longest address.
    static final int LEVELS = (128 + STRIDE - 1) / STRIDE;
    static final int NONE = CellSlab.NONE;
    static final int SHORTER = 0;
    static final int FULL = 1;
    static final int CHILDREN = 2;
    static final int WORDS = 3;
    /// For each six bits the heap positions of the shorter prefixes that hold them.
    private static final long[] COVERING = new long[1 << STRIDE];
    /// For each six bits the heap positions of the shorter prefixes of which they are the first.
    static final long[] STARTING = new long[1 << STRIDE];

    static {
        for (int bits = 0; bits < 1 << STRIDE; bits++) {
            for (int length = 1; length < STRIDE; length++) {
                long position = 1L << (1 << length | bits >> STRIDE - length);
                COVERING[bits] |= position;
                if (isFirst(bits, length)) {
                    STARTING[bits] |= position;
                }
            }
        }
    }

    private final CellSlab slab = new CellSlab(WORDS);

    /// The place of the result of the longest prefix of a node that holds six bits, [#NONE] for none.
    static int place(long[] page, int at, int bits) {
        long shorter = page[at + SHORTER];
        long full = page[at + FULL];
        long bit = 1L << bits;
        if ((full & bit) != 0) {
            return at + WORDS + Long.bitCount(shorter) + Long.bitCount(full & bit - 1);
        }
        long covering = shorter & COVERING[bits];
        return covering == 0 ? NONE : at + WORDS + Long.bitCount(shorter & Long.highestOneBit(covering) - 1);
    }

    static int child(long[] page, int at, int bits) {
        long children = page[at + CHILDREN];
        return (children >>> bits & 1) == 0 ? NONE : (int) page[childPlace(page, at, bits)];
    }

    private static int childPlace(long[] page, int at, int bits) {
        return at
                + WORDS
                + Long.bitCount(page[at + SHORTER])
                + Long.bitCount(page[at + FULL])
                + Long.bitCount(page[at + CHILDREN] & (1L << bits) - 1);
    }

    /// The child of a node for six bits, [#NONE] for none.
    int child(int node, int bits) {
        return child(slab.pages[node >>> CellSlab.PAGE_BITS], node & CellSlab.PAGE_MASK, bits);
    }

    /// The cell of a child in a node, or the one where it belongs.
    int childCell(int node, int bits) {
        int at = node & CellSlab.PAGE_MASK;
        return node - at + childPlace(slab.pages[node >>> CellSlab.PAGE_BITS], at, bits);
    }

    /// A new node with nothing in it.
    int take() {
        int node = slab.take(WORDS);
        for (int word = 0; word < WORDS; word++) {
            slab.set(node + word, 0);
        }
        return node;
    }

    void release(int emptied) {
        slab.release(emptied, WORDS);
    }

    /// The pages of the cells, for a look at several in one.
    long[][] pages() {
        return slab.pages;
    }

    long get(int cell) {
        return slab.get(cell);
    }

    void set(int cell, long value) {
        slab.set(cell, value);
    }

    long bytes() {
        return slab.bytes();
    }

    /// Puts a new cell into a node, and sets the bit that stands for it.
    ///
    /// @return the node, which may be another one
    int open(int node, int cell, int word, long bit, long value) {
        int moved = slab.open(node, count(node), cell - node);
        slab.set(moved + cell - node, value);
        slab.set(moved + word, slab.get(moved + word) | bit);
        return moved;
    }

    /// Takes a cell out of a node, and clears the bit that stands for it.
    ///
    /// @return the node, which may be another one
    int close(int node, int cell, int word, long bit) {
        int moved = slab.close(node, count(node), cell - node);
        slab.set(moved + word, slab.get(moved + word) & ~bit);
        return moved;
    }

    /// Whether a node has the prefix of so many of six bits.
    boolean has(int node, int bits, int length) {
        return (word(node, wordOf(length)) & position(bits, length)) != 0;
    }

    boolean isEmpty(int node) {
        return count(node) == WORDS;
    }

    /// Cells of a node.
    int count(int node) {
        return WORDS + Long.bitCount(word(node, SHORTER)) + Long.bitCount(word(node, FULL)) + Long.bitCount(word(node, CHILDREN));
    }

    /// The cell of a prefix in a node, or the one where it belongs.
    int cell(int node, int bits, int length) {
        long before = position(bits, length) - 1;
        int first = node + WORDS;
        return length == STRIDE
                ? first + Long.bitCount(word(node, SHORTER)) + Long.bitCount(word(node, FULL) & before)
                : first + Long.bitCount(word(node, SHORTER) & before);
    }

    long word(int node, int word) {
        return slab.get(node + word);
    }

    /// The word that has the prefixes of so many bits.
    static int wordOf(int length) {
        return length == STRIDE ? FULL : SHORTER;
    }

    /// The level of the node in which a prefix ends.
    static int levelOf(int length) {
        return (length - 1) / STRIDE;
    }

    /// The bit that stands for the prefix of so many of six bits.
    static long position(int bits, int length) {
        return length == STRIDE ? 1L << bits : 1L << (1 << length | bits >> STRIDE - length);
    }

    /// Whether six bits are the first that a prefix of so many of them holds.
    static boolean isFirst(int bits, int length) {
        return (bits & (1 << STRIDE - length) - 1) == 0;
    }

    /// The six bits of an address at a level; beyond its end there are zeros.
    static int bits(long high, long low, int level) {
        int from = level * STRIDE;
        long upper = from == 0 ? high : from < 64 ? high << from | low >>> -from : low << from - 64;
        return (int) (upper >>> -STRIDE);
    }

    /// Six bits at a level as part of bits 0 to 63 of an address.
    static long highBits(int bits, int level) {
        int shift = 64 - STRIDE - level * STRIDE;
        return shift >= 0 ? (long) bits << shift : shift > -STRIDE ? (long) bits >>> -shift : 0;
    }

    /// Six bits at a level as part of bits 64 to 127 of an address.
    static long lowBits(int bits, int level) {
        int shift = 128 - STRIDE - level * STRIDE;
        return shift >= 64 ? 0 : shift >= 0 ? (long) bits << shift : (long) bits >>> -shift;
    }
}
