// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;

class RandomRoutesTest {
    private static final int ROUTES = 2000;
    private static final long SEED = 11;

    @ParameterizedTest
    @EnumSource
    void prefixesAreDistinctAndHaveTheLengthsOfTheMix(LengthMix mix) {
        RandomRoutes routes = new RandomRoutes(mix, ROUTES, new SplittableRandom(SEED));
        Map<Prefix, Integer> weights = weights(routes);
        assertEquals(ROUTES, weights.size());
        for (int length = 0; length <= mix.family().bits(); length++) {
            int wanted = length;
            assertEquals(mix.count(length, ROUTES), weights.keySet().stream().filter(p -> p.length() == wanted).count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void matchIsTheLongestPrefixThatHasTheAddress(LengthMix mix) {
        SplittableRandom random = new SplittableRandom(SEED);
        RandomRoutes routes = new RandomRoutes(mix, ROUTES, random);
        Map<Prefix, Integer> weights = weights(routes);
        for (int i = 0; i < ROUTES; i++) {
            long address = i % 2 == 0 ? mix.address(random) : routes.addressWithin(i, random);
            int expected = 0;
            for (int length = 0; length <= 64 && length <= mix.family().bits(); length++) {
                IpAddress masked = new IpAddress(mix.family(), address & Prefix.highMask(length), 0);
                expected = weights.getOrDefault(new Prefix(masked, length), expected);
            }
            assertEquals(expected, routes.match(address));
            assertTrue(i % 2 == 0 || expected > 0);
        }
    }

    private static Map<Prefix, Integer> weights(RandomRoutes routes) {
        Map<Prefix, Integer> weights = new HashMap<>();
        for (int i = 0; i < routes.count(); i++) {
            weights.put(routes.row(i).key().prefix(), routes.row(i).attributes().nexthops().getFirst().weight());
        }
        return weights;
    }
}
