// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Prefix;

/// Results by prefix, for longest match: a trie of six bits a level, compressed by bitmaps. Inet and inet6 alike.
///
/// Each prefix is in one of the [TrieNodes] only (results are not pushed to the leaves), so adding or removing one touches one node, and
/// the cell of its parent when the node moves.
///
/// A result of 0 is a prefix that is there but passed over: then the next shorter one counts. Once there are many prefixes, a [JumpTable]
/// stands in front of the first three levels. It leads to results too; so those of these levels are in cells of their own that never move,
/// and the node has their numbers. These are few, and together, so that they stay in the processor's cache.
///
/// Guarded by the lock of its [ForwardingTable]. [#match] may also run while the trie is being changed: it ends, and then its result is
/// worthless or it throws ArrayIndexOutOfBoundsException.
final class PrefixTrie {
    private static final int NONE = TrieNodes.NONE;
    /// The jump table comes with more prefixes than this, and goes with less than a quarter.
    static final int MANY = 4096;

    /// Told of prefixes, in their order.
    @FunctionalInterface
    interface Visitor {
        void visit(long high, long low, int length);
    }

    private final TrieNodes nodes = new TrieNodes();
    /// Results of prefixes of up to 18 bits.
    private final CellSlab shorts = new CellSlab(1);
    private int root = nodes.take();
    /// Short cell of the prefix of length 0, if there is one.
    private int all = NONE;
    private int size;
    private @Nullable JumpTable jump;

    /// The result of the longest prefix that holds an address and is not passed over, 0 for none.
    long match(long high, long low) {
        JumpTable front = jump;
        long[][] pages = nodes.pages();
        int shortest;
        int node;
        if (front != null) {
            long entry = front.entry(high);
            shortest = JumpTable.result(entry);
            node = JumpTable.node(entry);
        } else {
            shortest = all;
            node = root;
            for (int level = 0; node != NONE && level < JumpTable.LEVELS; level++) {
                int bits = TrieNodes.bits(high, low, level);
                long[] page = pages[node >>> CellSlab.PAGE_BITS];
                int at = node & CellSlab.PAGE_MASK;
                int place = TrieNodes.place(page, at, bits);
                shortest = place == NONE ? shortest : (int) page[place];
                node = TrieNodes.child(page, at, bits);
            }
        }
        long upper = high << JumpTable.BITS | low >>> -JumpTable.BITS;
        long lower = low << JumpTable.BITS;
        int found = NONE;
        long result = 0;
        for (int level = JumpTable.LEVELS; level < TrieNodes.LEVELS; level++) {
            int bits = (int) (upper >>> -TrieNodes.STRIDE);
            long[] page = pages[node >>> CellSlab.PAGE_BITS];
            int at = node & CellSlab.PAGE_MASK;
            int place = TrieNodes.place(page, at, bits);
            if (place != NONE) {
                found = place;
                result = page[place];
            }
            if ((page[at + TrieNodes.CHILDREN] >>> bits & 1) == 0) {
                break;
            }
            node = TrieNodes.child(page, at, bits);
            upper = upper << TrieNodes.STRIDE | lower >>> -TrieNodes.STRIDE;
            lower <<= TrieNodes.STRIDE;
        }
        if (found == NONE) {
            result = shorts.get(shortest);
        }
        return result != 0 || (found | shortest) == NONE ? result : matchEligible(high, low);
    }

    /// The long way, for an address whose longest prefix is passed over.
    private long matchEligible(long high, long low) {
        long best = shorts.get(all);
        int node = root;
        for (int level = 0; node != NONE && level < TrieNodes.LEVELS; level++) {
            int bits = TrieNodes.bits(high, low, level);
            for (int length = 1; length <= TrieNodes.STRIDE; length++) {
                if (nodes.has(node, bits, length)) {
                    long value = nodes.get(nodes.cell(node, bits, length));
                    long result = level < JumpTable.LEVELS ? shorts.get((int) value) : value;
                    best = result != 0 ? result : best;
                }
            }
            node = childOf(node, bits, level, high);
        }
        return best;
    }

    /// The short cell of a prefix of up to 18 bits, [#NONE] for one that is not there.
    private int shortCell(long high, int length) {
        if (length == 0) {
            return all;
        }
        int node = root;
        for (int level = 0; node != NONE && level < TrieNodes.levelOf(length); level++) {
            node = nodes.child(node, TrieNodes.bits(high, 0, level));
        }
        int bits = TrieNodes.bits(high, 0, TrieNodes.levelOf(length));
        int within = length - TrieNodes.levelOf(length) * TrieNodes.STRIDE;
        boolean there = node != NONE && nodes.has(node, bits, within);
        return there ? (int) nodes.get(nodes.cell(node, bits, within)) : NONE;
    }

    /// Puts the next shorter prefix in the place of one of up to 18 bits.
    private void uncover(JumpTable table, long high, int length) {
        for (int shorter = length - 1; shorter >= 0; shorter--) {
            int cell = shortCell(high, shorter);
            if (shorts.get(cell) != 0) {
                table.uncover(high, length, shorter, cell);
                return;
            }
        }
        table.uncover(high, length, 0, NONE);
    }

    /// Reads what a change at an address is going to need, so that for several the processor waits for all of that at once.
    ///
    /// @return a number without a meaning, to be used for something, lest the reading is left out
    long touch(long high) {
        JumpTable front = jump;
        int node = front == null ? root : JumpTable.node(front.entry(high));
        return nodes.get(node) + nodes.get(node + TrieNodes.WORDS);
    }

    /// Sets the result of a prefix; 0 for one that is passed over.
    void set(long high, long low, int length, long result) {
        if (length > JumpTable.BITS) {
            int cell = cellOf(high, low, length);
            nodes.set(cell, result);
        } else {
            setShort(high, low, length, result);
        }
        if (jump == null && size > MANY) {
            jump = new JumpTable(nodes, root, shorts, all);
        }
    }

    private void setShort(long high, long low, int length, long result) {
        int cell;
        if (length == 0) {
            size += all == NONE ? 1 : 0;
            all = all == NONE ? takeResult() : all;
            cell = all;
        } else {
            int pointer = cellOf(high, low, length);
            cell = (int) nodes.get(pointer);
            if (cell == NONE) {
                cell = takeResult();
                nodes.set(pointer, cell);
            }
        }
        boolean was = shorts.get(cell) != 0;
        shorts.set(cell, result);
        if (jump != null && was != (result != 0)) {
            if (was) {
                uncover(jump, high, length);
            } else {
                jump.cover(high, length, cell);
            }
        }
    }

    /// The cell of a prefix in its node, which is made where it is not there.
    private int cellOf(long high, long low, int length) {
        int last = TrieNodes.levelOf(length);
        int level = 0;
        int node = root;
        int pointer = NONE;
        if (jump != null && last >= JumpTable.LEVELS) {
            int behind = JumpTable.node(jump.entry(high));
            level = behind == NONE ? 0 : JumpTable.LEVELS;
            node = behind == NONE ? root : behind;
        }
        for (; level < last; level++) {
            int bits = TrieNodes.bits(high, low, level);
            if ((nodes.word(node, TrieNodes.CHILDREN) & 1L << bits) == 0) {
                int child = nodes.take();
                int moved = nodes.open(node, nodes.childCell(node, bits), TrieNodes.CHILDREN, 1L << bits, child);
                moved(node, moved, pointer, level, high);
                node = moved;
                if (jump != null && level + 1 == JumpTable.LEVELS) {
                    jump.node(high, child);
                }
            }
            pointer = nodes.childCell(node, bits);
            node = childOf(node, bits, level, high);
        }
        int bits = TrieNodes.bits(high, low, last);
        int within = length - last * TrieNodes.STRIDE;
        if (!nodes.has(node, bits, within)) {
            int cell = nodes.cell(node, bits, within);
            int moved = nodes.open(node, cell, TrieNodes.wordOf(within), TrieNodes.position(bits, within), NONE);
            moved(node, moved, pointer, last, high);
            node = moved;
            size++;
        }
        return nodes.cell(node, bits, within);
    }

    /// The child of a node for six bits, [#NONE] for none. Those behind the jump table are found there: so they move without a look at
    /// their parent, whose cells are not kept true.
    private int childOf(int node, int bits, int level, long high) {
        JumpTable front = jump;
        return front != null && level + 1 == JumpTable.LEVELS ? JumpTable.node(front.entry(high)) : nodes.child(node, bits);
    }

    /// Removes a prefix if it is there.
    void remove(long high, long low, int length) {
        int behind = jump == null || length <= JumpTable.BITS ? NONE : JumpTable.node(jump.entry(high));
        if (length == 0 && all != NONE) {
            releaseResult(all, high, length);
            all = NONE;
        } else if (length == 0
                || !(behind != NONE && nodes.count(behind) > TrieNodes.WORDS + 1
                        ? remove(behind, NONE, JumpTable.LEVELS, high, low, length)
                        : remove(root, NONE, 0, high, low, length))) {
            return;
        }
        size--;
        if (jump != null && size < MANY / 4) {
            jump.leave(nodes, root);
            jump = null;
        }
    }

    private boolean remove(int node, int pointer, int level, long high, long low, int length) {
        int bits = TrieNodes.bits(high, low, level);
        if (level == TrieNodes.levelOf(length)) {
            return removeFrom(node, pointer, level, high, bits, length);
        }
        int child = childOf(node, bits, level, high);
        if (child == NONE) {
            return false;
        }
        int cell = nodes.childCell(node, bits);
        boolean there = remove(child, cell, level + 1, high, low, length);
        child = childOf(node, bits, level, high); // it may have moved
        if (there && nodes.isEmpty(child)) {
            nodes.release(child);
            moved(node, nodes.close(node, cell, TrieNodes.CHILDREN, 1L << bits), pointer, level, high);
            if (jump != null && level + 1 == JumpTable.LEVELS) {
                jump.node(high, NONE);
            }
        }
        return there;
    }

    private boolean removeFrom(int node, int pointer, int level, long high, int bits, int length) {
        int within = length - level * TrieNodes.STRIDE;
        boolean there = nodes.has(node, bits, within);
        if (there) {
            int cell = nodes.cell(node, bits, within);
            if (length <= JumpTable.BITS) {
                releaseResult((int) nodes.get(cell), high, length);
            }
            int moved = nodes.close(node, cell, TrieNodes.wordOf(within), TrieNodes.position(bits, within));
            moved(node, moved, pointer, level, high);
        }
        return there;
    }

    /// Shows the prefixes within another, that one included, in their order: covering ones before those inside them.
    void walk(Prefix within, Visitor visitor) {
        if (within.length() == 0 && all != NONE) {
            visitor.visit(0, 0, 0);
        }
        walk(root, 0, 0, 0, within, visitor);
    }

    private void walk(int node, int level, long high, long low, Prefix within, Visitor visitor) {
        int fixed = Math.clamp(within.length() - level * TrieNodes.STRIDE, 0, TrieNodes.STRIDE);
        int first = fixed == 0 ? 0 : TrieNodes.bits(within.address().high(), within.address().low(), level);
        for (int bits = first; bits < first + (1 << TrieNodes.STRIDE - fixed); bits++) {
            long nextHigh = high | TrieNodes.highBits(bits, level);
            long nextLow = low | TrieNodes.lowBits(bits, level);
            for (long starting = nodes.word(node, TrieNodes.SHORTER) & TrieNodes.STARTING[bits]; starting != 0; starting &= starting - 1) {
                int length = 31 - Integer.numberOfLeadingZeros(Long.numberOfTrailingZeros(starting));
                show(nextHigh, nextLow, level * TrieNodes.STRIDE + length, within, visitor);
            }
            if ((nodes.word(node, TrieNodes.FULL) & 1L << bits) != 0) {
                show(nextHigh, nextLow, (level + 1) * TrieNodes.STRIDE, within, visitor);
            }
            int child = childOf(node, bits, level, nextHigh);
            if (child != NONE) {
                walk(child, level + 1, nextHigh, nextLow, within, visitor);
            }
        }
    }

    private static void show(long high, long low, int length, Prefix within, Visitor visitor) {
        if (length >= within.length()) {
            visitor.visit(high, low, length);
        }
    }

    /// Prefixes.
    int size() {
        return size;
    }

    boolean hasJumpTable() {
        return jump != null;
    }

    long bytes() {
        return nodes.bytes() + shorts.bytes() + (jump == null ? 0 : JumpTable.BYTES);
    }

    private int takeResult() {
        int cell = shorts.take(1);
        shorts.set(cell, 0);
        return cell;
    }

    private void releaseResult(int cell, long high, int length) {
        if (jump != null && shorts.get(cell) != 0) {
            uncover(jump, high, length);
        }
        shorts.release(cell, 1);
    }

    /// Tells whoever has the number of a node that it has another one.
    ///
    /// @param pointer cell with the node's number, [#NONE] for the root
    private void moved(int node, int to, int pointer, int level, long high) {
        if (to == node) {
            return;
        }
        if (jump != null && level == JumpTable.LEVELS) {
            jump.node(high, to);
        } else if (pointer == NONE) {
            root = to;
        } else {
            nodes.set(pointer, to);
        }
    }
}
