// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.Arrays;
import java.util.stream.Stream;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordView;

/// The blocks of a journal from one change of the rows to the next, as any number of readers share them. Immutable but for the open blocks
/// at the ends of the rows, which grow.
final class Directory implements RecordView {
    private static final Block[] NOTHING = {};

    private final ValueBlock[] values;
    private final Block[] tombstones;
    private final long floor;
    private final long compactedAt;
    private final long compactions;
    private final long indexFootprint;

    /// @param values         not to be changed any more, like `tombstones`
    /// @param compactions    passes so far
    /// @param indexFootprint memory of the index, bytes
    Directory(
            ValueBlock[] values, Block[] tombstones, long floor, long compactedAt, long compactions, long indexFootprint) {
        this.values = values;
        this.tombstones = tombstones;
        this.floor = floor;
        this.compactedAt = compactedAt;
        this.compactions = compactions;
        this.indexFootprint = indexFootprint;
    }

    @Override
    public long floor() {
        return floor;
    }

    @Override
    public long compactedAt() {
        return compactedAt;
    }

    @Override
    public RecordCursor deletes(long from, long to) {
        // Whoever begins at 0 holds nothing that could go, and need not walk over all that went.
        return new DeleteCursor(from == 0 ? NOTHING : tombstones, from, to);
    }

    @Override
    public RecordCursor values(long from, long to) {
        return new ValueCursor(values, from, to);
    }

    long compactions() {
        return compactions;
    }

    int blocks() {
        return values.length + tombstones.length;
    }

    int tombstones() {
        return Arrays.stream(tombstones).mapToInt(Block::count).sum();
    }

    int live() {
        return Arrays.stream(values).mapToInt(ValueBlock::liveCount).sum();
    }

    int superseded() {
        return Arrays.stream(values).mapToInt(ValueBlock::supersededCount).sum();
    }

    /// Memory of blocks and index, bytes.
    long footprint() {
        return indexFootprint
                + Stream.concat(Arrays.stream(values), Arrays.stream(tombstones)).mapToLong(Block::footprint).sum();
    }
}
