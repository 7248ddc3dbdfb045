// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

/// The first row of each prefix of one table, by hash: open addressing, linear probing, no marks for what was removed. Guarded by the
/// kernel's lock.
///
/// A slot holds the row number and above it a few bits of the hash, so that a row of another prefix is seldom looked at: it is far away in
/// memory, and the slot is not.
final class ExactMatch {
    private static final int LEAST = 8;
    private static final int EMPTY = 0;

    private final RouteRows rows;
    private int[] slots = new int[LEAST];
    private int size;

    ExactMatch(RouteRows rows) {
        this.rows = rows;
    }

    /// The first row of a prefix, [RouteRows#NONE] when it has none.
    int first(long high, long low, int length) {
        int mask = slots.length - 1;
        int hash = hash(high, low, length);
        for (int at = hash & mask; ; at = at + 1 & mask) {
            int slot = slots[at];
            int row = slot & RouteRows.MAX_ROW;
            if (slot == EMPTY || (slot ^ hash) >>> RouteRows.ROW_BITS == 0 && rows.hasPrefix(row, high, low, length)) {
                return row;
            }
        }
    }

    /// Makes room, so that the next [#put] cannot fail.
    void reserve() {
        if (4 * (size + 1) > 3 * slots.length) {
            resize(2 * slots.length);
        }
    }

    /// Puts the first row of a prefix that has none.
    void put(int row) {
        insert(row);
        size++;
    }

    /// Puts another row first.
    void replace(int row, int other) {
        slots[find(row)] = slot(other, hash(other));
    }

    /// Removes the prefix of its first row.
    void remove(int row) {
        int mask = slots.length - 1;
        int hole = find(row);
        for (int at = hole + 1 & mask; slots[at] != EMPTY; at = at + 1 & mask) {
            // A row may move into the hole if that is not before its home.
            if ((at - hash(slots[at] & RouteRows.MAX_ROW) & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = EMPTY;
        size--;
        if (slots.length > LEAST && 8 * size < slots.length) {
            resize(slots.length / 2);
        }
    }

    /// Prefixes.
    int size() {
        return size;
    }

    long bytes() {
        return (long) slots.length * Integer.BYTES;
    }

    private int find(int row) {
        int mask = slots.length - 1;
        int hash = hash(row);
        int at = hash & mask;
        while (slots[at] != slot(row, hash)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void insert(int row) {
        int mask = slots.length - 1;
        int hash = hash(row);
        int at = hash & mask;
        while (slots[at] != EMPTY) {
            at = at + 1 & mask;
        }
        slots[at] = slot(row, hash);
    }

    private void resize(int length) {
        int[] old = slots;
        slots = new int[length];
        for (int slot : old) {
            if (slot != EMPTY) {
                insert(slot & RouteRows.MAX_ROW);
            }
        }
    }

    private static int slot(int row, int hash) {
        return hash & ~RouteRows.MAX_ROW | row;
    }

    private int hash(int row) {
        return hash(rows.high(row), rows.low(row), rows.length(row));
    }

    /// Neighbours, which differ in their last four bits only, hash to one line of memory: tables are loaded and walked in order of prefixes
    /// more often than not.
    private static int hash(long high, long low, int length) {
        boolean upper = length <= 64;
        long last = upper ? high >>> 64 - length : low >>> 128 - length;
        long rest = last >>> 4 ^ (upper ? 0 : Long.rotateLeft(high, 29));
        long mixed = (rest ^ (long) length << 57) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return (int) (mixed >>> 32) & ~15 | (int) last & 15;
    }
}
