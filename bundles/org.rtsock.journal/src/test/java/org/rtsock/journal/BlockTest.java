// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Where walks begin and end.
final class BlockTest {
    @Test
    void firstAfterIsFoundAmongEqualVersionsAndFreePlaces() {
        Block block = block(3, 8, 8 * 48);
        for (long version : new long[] {3, 5, 5, 5, 9}) {
            block.append(version, 0, 0, 48);
        }
        int[] expected = {0, 0, 0, 1, 1, 4, 4, 4, 4, 5, 5};
        for (int version = 0; version < expected.length; version++) {
            assertEquals(expected[version], block.firstAfter(version), "version " + version);
        }
    }

    @Test
    void startIsTheLastBlockThatMayBeginAtOrBeforeTheVersion() {
        Block[] row = {block(2, 1, 48), block(4, 1, 48), block(4, 1, 48), block(7, 1, 48)};
        int[] expected = {0, 0, 0, 0, 2, 2, 2, 3, 3};
        for (int from = 0; from < expected.length; from++) {
            assertEquals(expected[from], Block.startOf(row, from), "version " + from);
        }
    }

    @Test
    void blockIsFullWhenEitherItsColumnsOrItsBytesAre() {
        Block fewRecords = block(1, 1, 1000);
        assertTrue(fewRecords.hasRoomFor(1000));
        assertFalse(fewRecords.hasRoomFor(1001));
        fewRecords.append(1, 0, 0, 48);
        assertFalse(fewRecords.hasRoomFor(48));
    }

    @Test
    void recordKeepsItsPlaceAndItsSlot() {
        Block block = block(1, 2, 144);
        block.append(1, 0, Integer.MAX_VALUE, 48);
        block.append(2, 1, 7, 96);
        assertEquals(Integer.MAX_VALUE, block.slot(0));
        assertEquals(0, block.offset(0));
        assertEquals(48, block.frameLength(0));
        assertEquals(7, block.slot(1));
        assertEquals(48, block.offset(1));
        assertEquals(96, block.frameLength(1));
        assertEquals(1, block.mark(1));
    }

    private static Block block(long firstVersion, int records, int bytes) {
        return new ValueBlock(1, 1, firstVersion, BlockMemory.of(records, bytes));
    }
}
