// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.RoutingKey;

/// A block of values: adds a mark for the version that superseded a value, and the object's key and its hash for as long as none did.
final class ValueBlock extends Block {
    private final long[] superseded;

    /// Committing thread only. Null once superseded, so that a dead record does not hold its key.
    private final @Nullable RoutingKey[] keys;
    /// Of the keys, so that the index can follow a value that moves without a look at its key.
    private final int[] hashes;

    /// Written by the committing thread; statistics read them as they happen to be.
    private int supersededCount;
    private int supersededBytes;

    ValueBlock(long firstVersion, int records, int bytes) {
        super(firstVersion, records, bytes);
        superseded = new long[records];
        keys = new RoutingKey[records];
        hashes = new int[records];
    }

    /// Says whose value a record is that was just appended.
    ///
    /// @param hash as [Index#hash] has it
    void assign(int record, RoutingKey key, int hash) {
        keys[record] = key;
        hashes[record] = hash;
    }

    /// Key of a value that is not superseded.
    RoutingKey key(int record) {
        return Objects.requireNonNull(keys[record], "superseded records have no key");
    }

    /// Marks a value as superseded at a version.
    void supersede(int record, long version) {
        keys[record] = null;
        supersededCount++;
        supersededBytes += frameLength(record);
        LONGS.setOpaque(superseded, record, version);
    }

    /// Whether the record is the object's value at a published version. Any thread.
    boolean standsAt(int record, long version) {
        long end = (long) LONGS.getOpaque(superseded, record);
        return end == 0 || end > version;
    }

    /// Appends the values of another block that are not superseded, and has the index follow them. This block must have room.
    void moveFrom(ValueBlock source, Index index) {
        for (int record = 0; record < source.count(); record++) {
            RoutingKey key = source.keys[record];
            if (key != null) {
                int length = source.frameLength(record);
                buffer().put(used(), source.buffer(), source.offset(record), length);
                int moved = append(source.version(record), length);
                assign(moved, key, source.hashes[record]);
                index.move(index.slotOf(source.hashes[record], source, record), this, moved);
            }
        }
    }

    /// More than half of its bytes, so that moving the rest costs less than what it frees.
    boolean isMostlySuperseded() {
        return supersededBytes > used() - supersededBytes;
    }

    int supersededCount() {
        return supersededCount;
    }

    int liveCount() {
        return count() - supersededCount;
    }

    int liveBytes() {
        return used() - supersededBytes;
    }

    @Override
    long footprint() {
        return super.footprint() + superseded.length * 16L;
    }
}
