// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The index against a map.
final class IndexTest {
    private final Index index = new Index();
    private final ValueBlock block = newBlock();

    @Test
    void findsWhatAMapFinds() {
        long seed = System.nanoTime();
        System.out.println("IndexTest seed " + seed);
        Random random = new Random(seed);
        Map<Integer, Integer> map = new HashMap<>();
        int slots = 5000;
        for (int step = 0; step < 100_000; step++) {
            int slot = random.nextInt(slots);
            // Waves, so that pages fill and run empty.
            boolean remove = random.nextInt(4) < (step / 10_000 % 2 == 0 ? 1 : 3);
            long before = remove ? index.remove(slot) : index.put(slot, Index.place(block, step, 8 * (step % 8000)));
            Integer expected = remove ? map.remove(slot) : map.put(slot, step);
            if (expected == null) {
                assertEquals(Index.NOTHING, before, () -> "slot " + slot);
            } else {
                assertSame(block, index.block(before));
                assertEquals(expected, Index.record(before));
                assertEquals(8 * (expected % 8000), Index.frameLength(before));
            }
        }
    }

    @Test
    void costsEightBytesASlotAndLittleWhenEmpty() {
        long empty = index.footprint();
        int slots = 100_000;
        for (int slot = 0; slot < slots; slot++) {
            index.put(slot, Index.place(block, slot, 96));
        }
        long full = index.footprint();
        assertTrue(full < slots * 8L + 20_000, () -> full + " bytes for " + slots);
        for (int slot = 0; slot < slots; slot++) {
            index.remove(slot);
        }
        long emptied = index.footprint();
        assertTrue(emptied < empty + 10_000, () -> emptied + " bytes for nothing");
    }

    @Test
    void slotThatComesAndGoesNeedsNoNewPage() {
        index.put(1, Index.place(block, 0, 96));
        long held = index.footprint();
        for (int i = 0; i < 100; i++) {
            index.remove(1);
            assertEquals(held, index.footprint());
            index.put(1, Index.place(block, i, 96));
            assertEquals(held, index.footprint());
        }
    }

    @Test
    void numbersOfBlocksThatLeftAreUsedAgain() {
        ValueBlock second = newBlock();
        index.leave(block);
        ValueBlock third = newBlock();
        assertEquals(block.number(), third.number());
        index.put(0, Index.place(third, 5, 96));
        index.put(1, Index.place(second, 6, 96));
        assertSame(third, index.block(index.remove(0)));
        assertSame(second, index.block(index.remove(1)));
    }

    private ValueBlock newBlock() {
        ValueBlock made = new ValueBlock(index.nextNumber(), 1, 1, BlockMemory.of(1, 48));
        index.enter(made);
        return made;
    }
}
