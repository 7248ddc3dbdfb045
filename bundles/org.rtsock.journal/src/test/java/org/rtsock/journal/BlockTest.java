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
        Block block = new Block(3, 8, 8 * 48);
        for (long version : new long[] {3, 5, 5, 5, 9}) {
            block.append(version, 48);
        }
        int[] expected = {0, 0, 0, 1, 1, 4, 4, 4, 4, 5, 5};
        for (int version = 0; version < expected.length; version++) {
            assertEquals(expected[version], block.firstAfter(version), "version " + version);
        }
    }

    @Test
    void startIsTheLastBlockThatMayBeginAtOrBeforeTheVersion() {
        Block[] row = {new Block(2, 1, 48), new Block(4, 1, 48), new Block(4, 1, 48), new Block(7, 1, 48)};
        int[] expected = {0, 0, 0, 0, 2, 2, 2, 3, 3};
        for (int from = 0; from < expected.length; from++) {
            assertEquals(expected[from], Block.startOf(row, from), "version " + from);
        }
    }

    @Test
    void blockIsFullWhenEitherItsColumnsOrItsBytesAre() {
        Block fewRecords = new Block(1, 1, 1000);
        assertTrue(fewRecords.hasRoomFor(1000));
        assertFalse(fewRecords.hasRoomFor(1001));
        fewRecords.append(1, 48);
        assertFalse(fewRecords.hasRoomFor(48));
    }
}
