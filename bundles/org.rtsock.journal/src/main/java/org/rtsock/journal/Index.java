// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.RoutingKey;

/// From the key of each living object to its newest value. Belongs to the committing thread.
///
/// Open addressing with linear probing in three flat columns; the keys themselves stand in the blocks. Twelve bytes a slot, at most two
/// thirds of the slots taken, no object an entry. The hash is kept so that a probe seldom follows a reference and growing follows none.
final class Index {
    private static final int SMALLEST = 16;

    private int[] hashes = new int[SMALLEST];
    private @Nullable ValueBlock[] blocks = new ValueBlock[SMALLEST];
    private int[] records = new int[SMALLEST];
    private int size;

    /// The hash that the other methods take. Neighbouring prefixes have hashes that differ in few bits; linear probing needs them far apart
    /// in the low ones.
    static int hash(RoutingKey key) {
        int hash = key.hashCode() * 0x9E37_79B9;
        return hash ^ hash >>> 16;
    }

    /// Slot of a key, -1 when it has none. Good until the next [#insert] or [#remove].
    int find(RoutingKey key, int hash) {
        int mask = blocks.length - 1;
        int slot = hash & mask;
        ValueBlock block = blocks[slot];
        while (block != null && !(hashes[slot] == hash && block.key(records[slot]).equals(key))) {
            slot = slot + 1 & mask;
            block = blocks[slot];
        }
        return block == null ? -1 : slot;
    }

    /// Slot of the key whose value stands in a place, which is in the index.
    int slotOf(int hash, ValueBlock block, int record) {
        int slot = hash & blocks.length - 1;
        while (blocks[slot] != block || records[slot] != record) {
            slot = slot + 1 & blocks.length - 1;
        }
        return slot;
    }

    /// Where the value of a slot that [#find] gave stands.
    ValueBlock block(int slot) {
        ValueBlock block = blocks[slot];
        if (block == null) {
            throw new IllegalStateException("slot " + slot + " is empty");
        }
        return block;
    }

    int record(int slot) {
        return records[slot];
    }

    /// Leads a key that has no slot to its first value.
    void insert(int hash, ValueBlock block, int record) {
        fill(freeSlot(hash), hash, block, record);
        if (++size > blocks.length / 3 * 2) {
            resize(blocks.length * 2);
        }
    }

    /// Leads a slot that [#find] gave to a newer value.
    void move(int slot, ValueBlock block, int record) {
        blocks[slot] = block;
        records[slot] = record;
    }

    /// Forgets the key of a slot, and closes the gap so that no later key of the same run is cut off.
    void remove(int slot) {
        int mask = blocks.length - 1;
        int gap = slot;
        for (int next = gap + 1 & mask; blocks[next] != null; next = next + 1 & mask) {
            int home = hashes[next] & mask;
            if ((next - home & mask) >= (next - gap & mask)) {
                fill(gap, hashes[next], blocks[next], records[next]);
                gap = next;
            }
        }
        fill(gap, 0, null, 0);
        if (--size < blocks.length / 8 && blocks.length > SMALLEST) {
            resize(blocks.length / 2);
        }
    }

    int size() {
        return size;
    }

    /// Memory of the columns, bytes.
    long footprint() {
        return blocks.length * 12L;
    }

    private int freeSlot(int hash) {
        int slot = hash & blocks.length - 1;
        while (blocks[slot] != null) {
            slot = slot + 1 & blocks.length - 1;
        }
        return slot;
    }

    private void fill(int slot, int hash, @Nullable ValueBlock block, int record) {
        hashes[slot] = hash;
        blocks[slot] = block;
        records[slot] = record;
    }

    private void resize(int slots) {
        int[] oldHashes = hashes;
        @Nullable ValueBlock[] oldBlocks = blocks;
        int[] oldRecords = records;
        hashes = new int[slots];
        blocks = new ValueBlock[slots];
        records = new int[slots];
        for (int old = 0; old < oldBlocks.length; old++) {
            if (oldBlocks[old] != null) {
                fill(freeSlot(oldHashes[old]), oldHashes[old], oldBlocks[old], oldRecords[old]);
            }
        }
    }
}
