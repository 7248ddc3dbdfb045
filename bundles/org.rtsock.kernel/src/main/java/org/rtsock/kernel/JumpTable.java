// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

/// The first three levels of a [PrefixTrie] as one array: for each 18 bits of an address the node of the fourth level, and the cell with
/// the result of the longest prefix that is no longer and not passed over. Guarded as the trie.
///
///         +------------+------------------+-------------------------------+
///         | length + 1 | cell of the result        | node                 |
///         +------------+------------------+-------------------------------+
///
/// Six, 29 and 29 bits; all 0 where there is nothing.
final class JumpTable {
    static final int LEVELS = 3;
    static final int BITS = LEVELS * TrieNodes.STRIDE;
    static final long BYTES = (long) Long.BYTES << BITS;
    private static final int NUMBER_BITS = 29;
    private static final int NUMBER = (1 << NUMBER_BITS) - 1;

    private final long[] entries = new long[1 << BITS];

    /// @param results of prefixes of up to 18 bits
    /// @param all     cell of the result of the prefix of length 0
    JumpTable(TrieNodes nodes, int root, CellSlab results, int all) {
        if (results.get(all) != 0) {
            cover(0, 0, all);
        }
        fill(nodes, root, results, 0, 0);
    }

    private void fill(TrieNodes nodes, int node, CellSlab results, int level, long high) {
        for (int bits = 0; bits < 1 << TrieNodes.STRIDE; bits++) {
            long next = high | TrieNodes.highBits(bits, level);
            for (int length = 1; length <= TrieNodes.STRIDE; length++) {
                if (TrieNodes.isFirst(bits, length) && nodes.has(node, bits, length)) {
                    int cell = (int) nodes.get(nodes.cell(node, bits, length));
                    if (results.get(cell) != 0) {
                        cover(next, level * TrieNodes.STRIDE + length, cell);
                    }
                }
            }
            int child = nodes.child(node, bits);
            if (level + 1 == LEVELS) {
                node(next, child);
            } else if (child != TrieNodes.NONE) {
                fill(nodes, child, results, level + 1, next);
            }
        }
    }

    /// Gives the nodes of the third level back the numbers of their children, which were only kept here.
    void leave(TrieNodes nodes, int root) {
        leave(nodes, root, 0, 0);
    }

    private void leave(TrieNodes nodes, int node, int level, long high) {
        for (int bits = 0; bits < 1 << TrieNodes.STRIDE; bits++) {
            if ((nodes.word(node, TrieNodes.CHILDREN) & 1L << bits) != 0) {
                long next = high | TrieNodes.highBits(bits, level);
                if (level + 1 == LEVELS) {
                    nodes.set(nodes.childCell(node, bits), node(entry(next)));
                } else {
                    leave(nodes, nodes.child(node, bits), level + 1, next);
                }
            }
        }
    }

    long entry(long high) {
        return entries[place(high)];
    }

    static int node(long entry) {
        return (int) entry & NUMBER;
    }

    static int result(long entry) {
        return (int) (entry >>> NUMBER_BITS) & NUMBER;
    }

    void node(long high, int node) {
        int place = place(high);
        entries[place] = entries[place] & ~(long) NUMBER | node;
    }

    /// A prefix of at most 18 bits is there: it counts wherever there is no longer one.
    void cover(long high, int length, int cell) {
        long result = result(length, cell);
        for (int place = place(high), end = end(place, length); place < end; place++) {
            if (length(entries[place]) <= length) {
                entries[place] = entries[place] & NUMBER | result;
            }
        }
    }

    /// A prefix is not there any more: wherever it counted, the next shorter one does.
    void uncover(long high, int length, int shorterLength, int cell) {
        long result = cell == TrieNodes.NONE ? 0 : result(shorterLength, cell);
        for (int place = place(high), end = end(place, length); place < end; place++) {
            if (length(entries[place]) == length) {
                entries[place] = entries[place] & NUMBER | result;
            }
        }
    }

    private static long result(int length, int cell) {
        return (long) (length + 1) << 2 * NUMBER_BITS | (long) cell << NUMBER_BITS;
    }

    /// -1 for none.
    private static int length(long entry) {
        return (int) (entry >>> 2 * NUMBER_BITS) - 1;
    }

    private static int place(long high) {
        return (int) (high >>> -BITS);
    }

    private static int end(int place, int length) {
        return place + (1 << BITS - length);
    }
}
