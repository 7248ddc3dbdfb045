// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.wire.Frame;

/// What is dropped, when, and at which cost.
final class CompactionTest {
    private static final BlockSizes SIZES = new BlockSizes(96 * 8, 96 * 32);

    private final SimulatedKernel kernel = new SimulatedKernel(SimulatedKernel.bounds(0, 1000), SIZES);

    @Test
    void flappingObjectsNeedLittleMoreThanTheirLiveRecords() {
        kernel.commit(() -> putAll(5));
        for (int i = 0; i < 1000; i++) {
            kernel.commit(() -> putAll(5));
            assertTrue(kernel.counter("superseded") <= 5 + 2 * 8, () -> kernel.reporter.read().toString());
        }
        assertTrue(kernel.counter("blocks") <= 4, () -> kernel.reporter.read().toString());
    }

    @Test
    void singleFlappingObjectNeedsTwoBlocks() {
        for (int i = 0; i < 1000; i++) {
            kernel.commit(() -> kernel.put(1));
            assertTrue(kernel.counter("blocks") <= 2, () -> kernel.reporter.read().toString());
        }
        assertTrue(kernel.counter("bytes") < 10_000, () -> kernel.reporter.read().toString());
    }

    @Test
    void supersededShareIsBoundedUnderRandomChanges() {
        long seed = System.nanoTime();
        System.out.println("CompactionTest seed " + seed);
        Random random = new Random(seed);
        int objects = 300;
        kernel.commit(() -> putAll(objects));
        for (int i = 0; i < 3000; i++) {
            kernel.commit(() -> kernel.put(random.nextInt(objects)));
            long superseded = kernel.counter("superseded");
            // Half of each closed block, and the open one.
            assertTrue(superseded <= objects + 32, () -> "superseded " + superseded);
        }
        assertTrue(kernel.counter("compactions") > 0);
        assertEquals(objects, kernel.counter("live"));
    }

    @Test
    void blocksAreMergedWhenMostObjectsGo() {
        kernel.commit(() -> putAll(1000));
        long full = kernel.counter("blocks");
        for (int i = 0; i < 1000; i++) {
            int index = i;
            if (index % 50 != 0) {
                kernel.commit(() -> kernel.delete(index));
            }
        }
        kernel.commit(() -> putAll(1));
        long live = kernel.counter("live");
        long blocks = kernel.counter("blocks") - kernel.counter("tombstones") / 3;
        assertEquals(20, live);
        assertTrue(blocks < full / 4, () -> full + " blocks became " + blocks);
        ModelListener late = new ModelListener(kernel.reporter).drain(kernel.version());
        assertEquals(kernel.states.getLast(), late.held);
    }

    @Test
    void readerGoesOnInWhatItHolds() {
        kernel.commit(() -> putAll(100));
        ModelListener slow = new ModelListener(kernel.reporter);
        slow.begin(kernel::version);
        RecordCursor begun = slow.reader.values(0, 1);
        assertTrue(begun.next());
        int seen = 1;
        for (int i = 0; i < 20; i++) {
            kernel.commit(() -> putAll(100));
        }
        assertTrue(kernel.counter("compactions") > 0);
        while (begun.next()) {
            seen++;
        }
        assertFalse(begun.next(), "a cursor stays at its end");
        assertEquals(100, seen);
        assertEquals(kernel.states.get(1), slow.finish(1).held);
    }

    @Test
    void readerSaysFromWhichVersionItServes() {
        RecordReader reader = new ModelListener(kernel.reporter).reader;
        kernel.commit(() -> putAll(100));
        reader.hold(1);
        assertEquals(0, reader.compactedAt());
        kernel.commit(() -> putAll(100));
        assertEquals(0, reader.compactedAt(), "what is held stays as it is");
        reader.hold(2);
        assertEquals(2, reader.compactedAt());
        Directory compacted = kernel.reporter.journal().directory();
        kernel.commit(() -> kernel.put(100));
        assertSame(compacted, kernel.reporter.journal().directory(), "nothing to do, so no other directory");
    }

    @Test
    void bytesOfThePartsAreAllBytes() {
        kernel.commit(() -> putAll(100));
        kernel.commit(() -> putAll(60));
        kernel.commit(() -> kernel.delete(99));
        long sum = 0;
        for (String part : new String[] {"live", "superseded", "tombstones", "index", "free"}) {
            long bytes = kernel.counter("bytes." + part);
            assertTrue(bytes >= 0, part);
            sum += bytes;
        }
        assertEquals(kernel.counter("bytes"), sum);
        RecordReader reader = new ModelListener(kernel.reporter).reader;
        reader.hold(3);
        RecordCursor records = reader.values(0, 3);
        assertTrue(records.next());
        assertEquals(99L * (Frame.length(records.buffer(), records.offset()) + Block.CELL_BYTES), kernel.counter("bytes.live"));
    }

    @Test
    void memoryReturnsToItsFloorAfterAStorm() {
        SimulatedKernel large = new SimulatedKernel(SimulatedKernel.bounds(0, 1000), BlockSizes.DEFAULT);
        large.commit(() -> large.put(0));
        for (int round = 0; round < 3; round++) {
            large.commit(() -> {
                for (int i = 1; i < 20_000; i++) {
                    large.put(i);
                }
            });
            long full = large.counter("bytes");
            assertTrue(full > 2_000_000, () -> full + " bytes");
            large.commit(() -> {
                for (int i = 1; i < 20_000; i++) {
                    large.delete(i);
                }
            });
            for (int i = 0; i < 10; i++) {
                large.commit(() -> large.put(0));
            }
            long calm = large.counter("bytes");
            // The open blocks, which are as large as they were made in the storm.
            assertTrue(calm < 2 * 500_000, () -> large.reporter.read().toString());
        }
    }

    @Test
    void largeCommitIsCompactedOverTheCommitsAfterIt() {
        int objects = 32 * 100;
        kernel.commit(() -> putAll(objects));
        // Of each block just more than half: as much to copy as there can be.
        kernel.commit(() -> {
            for (int i = 0; i < objects; i++) {
                if (i % 32 < 17) {
                    kernel.delete(i);
                }
            }
        });
        long before = kernel.counter("superseded");
        assertTrue(before > 0, "the commit brought no value, so there was one block's budget only");
        kernel.commit(() -> kernel.put(0));
        long after = kernel.counter("superseded");
        assertTrue(after < before && before - after <= 5 * 32, () -> before + " became " + after);
        for (int i = 0; i < 200; i++) {
            kernel.commit(() -> kernel.put(0));
        }
        assertTrue(kernel.counter("superseded") <= kernel.counter("live") + 32);
        ModelListener late = new ModelListener(kernel.reporter).drain(kernel.version());
        assertEquals(kernel.states.getLast(), late.held);
    }

    private void putAll(int objects) {
        for (int i = 0; i < objects; i++) {
            kernel.put(i);
        }
    }
}
