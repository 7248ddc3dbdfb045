// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;

/// The index against a map.
final class IndexTest {
    /// Eight hashes for all ids, so that runs are long and wrap around the end of the table.
    private record Colliding(int id) {
        @Override
        public int hashCode() {
            return id & 7;
        }
    }

    @Test
    void findsWhatAMapFinds() {
        compareWithMap(id -> new Ifd.Key(id + 1), 600);
    }

    @Test
    void findsWhatAMapFindsWhenHashesCollide() {
        MessageType type = new MessageType(64, "TEST", "test", 100, 0);
        compareWithMap(id -> new ExtensionObject.Key(type, new Colliding(id)), 60);
    }

    @Test
    void shrinksWhenMostKeysAreGone() {
        int count = 10_000;
        ValueBlock block = new ValueBlock(1, count, 48 * count);
        Index index = new Index();
        long empty = index.footprint();
        for (int id = 0; id < count; id++) {
            Ifd.Key key = new Ifd.Key(id + 1);
            block.assign(block.append(1, 48), key, Index.hash(key));
            index.insert(Index.hash(key), block, id);
        }
        long full = index.footprint();
        assertTrue(full <= count * 12L * 4, () -> full + " bytes for " + count);
        for (int id = 0; id < count; id++) {
            Ifd.Key key = new Ifd.Key(id + 1);
            index.remove(index.find(key, Index.hash(key)));
        }
        assertEquals(empty, index.footprint());
    }

    private interface Keys {
        RoutingKey of(int id);
    }

    /// Grows to all keys and shrinks to none, several times.
    private static void compareWithMap(Keys keys, int count) {
        long seed = System.nanoTime();
        System.out.println("IndexTest seed " + seed);
        Random random = new Random(seed);
        ValueBlock block = new ValueBlock(1, count, 48 * count);
        for (int id = 0; id < count; id++) {
            block.assign(block.append(1, 48), keys.of(id), Index.hash(keys.of(id)));
        }
        Index index = new Index();
        Map<RoutingKey, Integer> map = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int id = random.nextInt(count);
            RoutingKey key = keys.of(id);
            int slot = index.find(key, Index.hash(key));
            assertEquals(map.containsKey(key), slot >= 0);
            boolean growing = step / 4_000 % 2 == 0;
            if (slot >= 0) {
                assertEquals(map.get(key), index.record(slot));
            }
            if (slot < 0 && random.nextInt(8) < (growing ? 7 : 1)) {
                index.insert(Index.hash(key), block, id);
                map.put(key, id);
            } else if (slot >= 0 && random.nextInt(8) < (growing ? 1 : 7)) {
                index.remove(slot);
                map.remove(key);
            }
            assertEquals(map.size(), index.size());
        }
        for (int id = 0; id < count; id++) {
            RoutingKey key = keys.of(id);
            int slot = index.find(key, Index.hash(key));
            assertEquals(map.containsKey(key), slot >= 0);
            if (slot >= 0) {
                assertEquals(slot, index.slotOf(Index.hash(key), block, id));
            }
        }
    }
}
