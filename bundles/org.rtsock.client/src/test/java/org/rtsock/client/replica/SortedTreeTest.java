// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTreeTest {
    private static final SortedTree<Integer, String> EMPTY = SortedTree.empty(Comparator.<Integer>naturalOrder());

    @Test
    void isAMapOfItsOwnAtEveryStep() {
        long seed = System.nanoTime();
        System.out.println("SortedTreeTest seed " + seed);
        Random random = new Random(seed);
        SortedTree<Integer, String> tree = EMPTY;
        TreeMap<Integer, String> model = new TreeMap<>();
        SortedTree<Integer, String> kept = tree;
        List<String> keptValues = List.of();
        for (int step = 0; step < 20_000; step++) {
            int key = random.nextInt(500);
            if (random.nextInt(3) == 0) {
                tree = tree.without(key);
                model.remove(key);
            } else {
                tree = tree.with(key, "v" + step);
                model.put(key, "v" + step);
            }
            assertEquals(model.size(), tree.size());
            assertEquals(model.get(key), tree.get(key));
            if (step % 500 == 0) {
                assertEquals(List.copyOf(model.values()), List.copyOf(tree.values()));
                assertEquals(keptValues, List.copyOf(kept.values()), "an older tree has changed");
                kept = tree;
                keptValues = List.copyOf(model.values());
                int from = random.nextInt(500);
                assertEquals(List.copyOf(model.tailMap(from).values()), tree.run(from, _ -> true));
                Map.Entry<Integer, String> first = model.ceilingEntry(from);
                assertEquals(first == null ? null : first.getValue(), tree.first(from));
            }
        }
    }

    @Test
    void runEndsWhereItIsNotWantedAnyMore() {
        SortedTree<Integer, String> tree = EMPTY.with(1, "a").with(2, "b").with(3, "c").with(4, "d");
        assertEquals(List.of("b", "c"), tree.run(2, value -> !value.equals("d")));
        assertEquals(List.of(), tree.run(5, _ -> true));
        assertNull(EMPTY.first(0));
    }

    @Test
    void sortedInputKeepsItFlat() {
        SortedTree<Integer, String> tree = EMPTY;
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            tree = tree.with(i, "");
            keys.add(i);
        }
        List<Integer> seen = new ArrayList<>();
        // A tree that was a list would overflow the stack here.
        tree.each((key, _) -> seen.add(key));
        assertEquals(keys, seen);
    }
}
