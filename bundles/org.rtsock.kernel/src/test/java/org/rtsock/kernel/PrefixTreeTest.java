// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;

final class PrefixTreeTest {
    private final PrefixTree<Prefix> tree = new PrefixTree<>();

    @Test
    void valuePassedOverLeavesTheCoveringOne() {
        Prefix outer = Prefix.parse("10.0.0.0/8");
        Prefix inner = Prefix.parse("10.0.0.0/16");
        tree.put(outer, outer);
        tree.put(inner, inner);
        IpAddress address = IpAddress.parse("10.0.0.1");
        assertEquals(inner, tree.longest(address, value -> value));
        assertEquals(outer, tree.longest(address, value -> value.equals(inner) ? null : value));
    }

    @ParameterizedTest
    @EnumSource
    void holdsWhatASortedMapHolds(Family family) {
        long seed = System.nanoTime();
        System.out.println("PrefixTreeTest " + family + " seed " + seed);
        Random random = new Random(seed);
        TreeMap<Prefix, Prefix> model = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            Prefix prefix = RandomPrefixes.prefix(random, family);
            if (random.nextInt(5) < 2) {
                model.remove(prefix);
                tree.remove(prefix);
            } else {
                model.put(prefix, prefix);
                tree.put(prefix, prefix);
            }
            Prefix asked = RandomPrefixes.prefix(random, family);
            assertEquals(model.get(asked), tree.get(asked), () -> "get " + asked);
            if (i % 100 == 0) {
                model.keySet().forEach(present -> assertEquals(present, tree.get(present)));
            }
        }
        model.keySet().forEach(tree::remove);
        model.keySet().forEach(gone -> assertNull(tree.get(gone)));
    }
}
