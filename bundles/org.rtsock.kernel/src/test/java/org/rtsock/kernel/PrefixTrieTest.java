// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;

final class PrefixTrieTest {
    private final PrefixTrie trie = new PrefixTrie();
    private final TreeMap<Prefix, Long> model = new TreeMap<>();

    private void set(Prefix prefix, long result) {
        trie.set(prefix.address().high(), prefix.address().low(), prefix.length(), result);
        model.put(prefix, result);
    }

    private void remove(Prefix prefix) {
        trie.remove(prefix.address().high(), prefix.address().low(), prefix.length());
        model.remove(prefix);
    }

    private void assertMatch(IpAddress address) {
        long expected = 0;
        for (int length = address.family().bits(); length >= 0 && expected == 0; length--) {
            expected = model.getOrDefault(Prefix.containing(address, length), 0L);
        }
        assertEquals(expected, trie.match(address.high(), address.low()), () -> "match of " + address);
    }

    private void assertWalk(Prefix within) {
        List<Prefix> expected = model.keySet().stream().filter(within::contains).toList();
        List<Prefix> visited = new ArrayList<>();
        trie.walk(within, (high, low, length) ->
                visited.add(new Prefix(new IpAddress(within.family(), high, low), length)));
        assertEquals(expected, visited, () -> "walk of " + within);
    }

    /// Few prefixes inside each other: every length, and paths that fork late.
    @ParameterizedTest
    @EnumSource
    void nestedPrefixesMatchLikeASortedMap(Family family) {
        long seed = System.nanoTime();
        System.out.println("PrefixTrieTest nested " + family + " seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            step(random, RandomPrefixes.prefix(random, family), model.size() > 300);
            assertMatch(RandomPrefixes.address(random, family));
            if (i % 200 == 0) {
                assertWalk(RandomPrefixes.prefix(random, family));
                assertWalk(Prefix.all(family));
                assertEquals(model.size(), trie.size());
            }
        }
    }

    /// So many that the jump table comes, then so few that it goes, and again.
    @ParameterizedTest
    @EnumSource
    void jumpTableComesAndGoesUnnoticed(Family family) {
        long seed = System.nanoTime();
        System.out.println("PrefixTrieTest jump " + family + " seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            fill(random, () -> spread(random, family), PrefixTrie.MANY + 500);
            assertTrue(trie.hasJumpTable());
            for (int i = 0; i < 5_000; i++) {
                step(random, random.nextBoolean() ? spread(random, family) : RandomPrefixes.prefix(random, family), random.nextBoolean());
                assertMatches(random, family);
            }
            while (model.size() >= PrefixTrie.MANY / 4) {
                remove(any(random));
                assertMatches(random, family);
            }
            assertFalse(trie.hasJumpTable());
            assertWalk(Prefix.all(family));
        }
        new ArrayList<>(model.keySet()).forEach(this::remove);
        assertEquals(0, trie.size());
        assertMatches(random, family);
    }

    private void fill(Random random, Supplier<Prefix> prefixes, int size) {
        while (model.size() < size) {
            set(prefixes.get(), random.nextInt(20) == 0 ? 0 : random.nextLong());
        }
    }

    private void step(Random random, Prefix prefix, boolean shrink) {
        if (shrink && !model.isEmpty()) {
            remove(random.nextBoolean() ? prefix : any(random));
        } else {
            set(prefix, random.nextInt(4) == 0 ? 0 : random.nextLong());
        }
    }

    private void assertMatches(Random random, Family family) {
        assertMatch(spread(random, family).address());
        assertMatch(RandomPrefixes.address(random, family));
        if (!model.isEmpty()) {
            assertMatch(any(random).address());
        }
    }

    private Prefix any(Random random) {
        Prefix from = spread(random, model.firstKey().family());
        Prefix found = model.ceilingKey(from);
        return found == null ? model.firstKey() : found;
    }

    private static Prefix spread(Random random, Family family) {
        long high = random.nextLong();
        IpAddress address = family == Family.INET
                ? new IpAddress(family, high & 0xffff_ffff_0000_0000L, 0)
                : new IpAddress(family, high, random.nextLong());
        return Prefix.containing(address, random.nextInt(family.bits() + 1));
    }

    @Test
    void everyLengthStandsAlone() {
        for (Family family : Family.values()) {
            IpAddress ones = new IpAddress(family, Prefix.highMask(family.bits()), Prefix.lowMask(family.bits()));
            for (int length = 0; length <= family.bits(); length++) {
                Prefix prefix = Prefix.containing(ones, length);
                set(prefix, length + 1);
                assertMatch(ones);
                assertMatch(Prefix.all(family).address());
                assertWalk(Prefix.all(family));
                remove(prefix);
                assertEquals(0, trie.match(ones.high(), ones.low()));
            }
        }
    }

    @Test
    void emptiedTrieGivesItsCellsToTheNext() {
        Random random = new Random(1);
        fill(random, () -> spread(random, Family.INET), 3_000);
        long bytes = trie.bytes();
        for (int i = 0; i < 5; i++) {
            new ArrayList<>(model.keySet()).forEach(this::remove);
            fill(new Random(1), () -> spread(random, Family.INET), 3_000);
        }
        assertTrue(trie.bytes() < 2 * bytes, () -> trie.bytes() + " bytes after " + bytes);
    }

    @Test
    void largestNodeHoldsAllItsPrefixesAndChildren() {
        for (int value = 0; value < 1 << 14; value++) {
            for (int length = 9; length <= 14; length++) {
                set(Prefix.containing(new IpAddress(Family.INET, (long) value << 50, 0), length), value + 1);
            }
        }
        assertWalk(Prefix.all(Family.INET));
        for (int value = 0; value < 1 << 14; value += 7) {
            assertMatch(new IpAddress(Family.INET, (long) value << 50, 0));
        }
    }
}
