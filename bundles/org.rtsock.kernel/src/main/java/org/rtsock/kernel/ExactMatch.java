// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

/// The first row of each prefix of one table, by hash: open addressing, linear probing, no marks for what was removed. Guarded by the
/// kernel's lock.
///
/// A slot is the hash with the row number in place of its lower bits, so that a row of another prefix is hardly ever looked at: it is far
/// away in memory, and the slot is not. The upper bits of the hash lead to the line of slots where a prefix belongs, so that a table is
/// resized in one pass over the slots alone.
///
///         +-----------------------------------------------+-------+-------------------+
///         | hash of the line (34 bits)                    | place | row (27 bits)     |
///         +-----------------------------------------------+-------+-------------------+
final class ExactMatch {
    private static final int LEAST = 8;
    /// Slots in one line of the processor's cache, as a power of two.
    private static final int LINE_BITS = 3;
    private static final int LINE = (1 << LINE_BITS) - 1;
    private static final long ROW = RouteRows.MAX_ROW;
    private static final long EMPTY = 0;

    private final RouteRows rows;
    private long[] slots = new long[LEAST];
    private int size;

    ExactMatch(RouteRows rows) {
        this.rows = rows;
    }

    /// The first row of a prefix, [RouteRows#NONE] when it has none.
    int first(long high, long low, int length) {
        long hash = hash(high, low, length);
        int mask = slots.length - 1;
        for (int at = home(hash); ; at = at + 1 & mask) {
            long slot = slots[at];
            int row = (int) (slot & ROW);
            if (slot == EMPTY || isOf(slot, hash) && rows.hasPrefix(row, high, low, length)) {
                return row;
            }
        }
    }

    /// Makes room, so that the next [#enter] cannot fail.
    void reserve() {
        if (8L * (size + 1) > 5L * slots.length) {
            resize(2 * slots.length);
        }
    }

    /// Puts the first row of a prefix that has none.
    ///
    /// @return [RouteRows#NONE], or the first row that the prefix has; then nothing was done
    int enter(int row) {
        long high = rows.high(row);
        long low = rows.low(row);
        int length = rows.length(row);
        long hash = hash(high, low, length);
        int mask = slots.length - 1;
        int at = home(hash);
        while (slots[at] != EMPTY) {
            int there = (int) (slots[at] & ROW);
            if (isOf(slots[at], hash) && rows.hasPrefix(there, high, low, length)) {
                return there;
            }
            at = at + 1 & mask;
        }
        slots[at] = hash | row;
        size++;
        return RouteRows.NONE;
    }

    /// Puts another row of the same prefix first.
    void replace(int row, int other) {
        int at = find(row);
        slots[at] = slots[at] & ~ROW | other;
    }

    /// Removes the prefix of its first row.
    void remove(int row) {
        int mask = slots.length - 1;
        int hole = find(row);
        for (int at = hole + 1 & mask; slots[at] != EMPTY; at = at + 1 & mask) {
            // A row may move into the hole if that is not before its home.
            if ((at - home(slots[at]) & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = EMPTY;
        size--;
        if (slots.length > LEAST && 8L * size < slots.length) {
            resize(slots.length / 2);
        }
    }

    /// Prefixes.
    int size() {
        return size;
    }

    long bytes() {
        return (long) slots.length * Long.BYTES;
    }

    private int find(int row) {
        int mask = slots.length - 1;
        int at = home(hash(rows.high(row), rows.low(row), rows.length(row)));
        while ((slots[at] & ROW) != row) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void resize(int length) {
        long[] old = slots;
        slots = new long[length];
        for (long slot : old) {
            if (slot != EMPTY) {
                int at = home(slot);
                while (slots[at] != EMPTY) {
                    at = at + 1 & length - 1;
                }
                slots[at] = slot;
            }
        }
    }

    private static boolean isOf(long slot, long hash) {
        return (slot ^ hash) >>> RouteRows.ROW_BITS == 0;
    }

    /// Where a hash, or a slot, belongs.
    private int home(long hash) {
        int lines = slots.length >>> LINE_BITS;
        int line = lines == 1 ? 0 : (int) (hash >>> Integer.numberOfLeadingZeros(lines - 1) + Integer.SIZE);
        return line << LINE_BITS | (int) (hash >>> RouteRows.ROW_BITS) & LINE;
    }

    /// Neighbours, which differ in their last three bits only, hash to one line of memory: tables are loaded and walked in order of
    /// prefixes more often than not.
    private static long hash(long high, long low, int length) {
        boolean upper = length <= 64;
        long last = upper ? high >>> 64 - length : low >>> 128 - length;
        long rest = last >>> LINE_BITS ^ (upper ? 0 : Long.rotateLeft(high, 29));
        long mixed = (rest ^ (long) length << 57) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return (mixed & ~((long) LINE << RouteRows.ROW_BITS) | (last & LINE) << RouteRows.ROW_BITS) & ~ROW;
    }
}
