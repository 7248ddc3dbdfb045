// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// Distinct random prefixes in random order, and the plainest way to match them: a sorted array for each length, searched from the longest
/// on. What the kernel answers is compared with that. Only the first 64 bits of an address are used.
final class RandomRoutes {
    /// The weight of the next hop tells the sets of attributes apart.
    private static final int CHOICES = 64;

    final Family family;
    private final long[] high;
    private final byte[] length;
    private final long[][] byLength = new long[Long.SIZE + 1][];
    private final List<RouteAttributes> attributes;
    private final RouteRow row = new RouteRow().table(RtTable.MAIN);

    RandomRoutes(LengthMix mix, int count, SplittableRandom random) {
        family = mix.family();
        high = new long[count];
        length = new byte[count];
        attributes = IntStream.rangeClosed(1, CHOICES)
                .mapToObj(weight -> new RouteAttributes(
                        RouteProtocol.STATIC,
                        RouteType.UNICAST,
                        List.of(new Nexthop(null, 1, "eth0", weight)),
                        RouteState.STORED,
                        null))
                .toList();
        int next = 0;
        for (int bits = 0; bits <= Long.SIZE; bits++) {
            byLength[bits] = distinct(mix, bits, mix.count(bits, count), random);
            for (long prefix : byLength[bits]) {
                high[next] = prefix;
                length[next++] = (byte) bits;
            }
        }
        shuffle(random);
    }

    private static long[] distinct(LengthMix mix, int bits, int count, SplittableRandom random) {
        long[] drawn = new long[count];
        int have = 0;
        while (have < count) {
            for (int i = have; i < count; i++) {
                drawn[i] = mix.address(random) & Prefix.highMask(bits);
            }
            Arrays.sort(drawn);
            have = 0;
            for (int i = 0; i < count; i++) {
                if (i == 0 || drawn[i] != drawn[i - 1]) {
                    drawn[have++] = drawn[i];
                }
            }
        }
        return drawn;
    }

    private void shuffle(SplittableRandom random) {
        for (int i = high.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long address = high[i];
            byte bits = length[i];
            high[i] = high[other];
            length[i] = length[other];
            high[other] = address;
            length[other] = bits;
        }
    }

    int count() {
        return high.length;
    }

    /// The row of a route, lent until the next call.
    RouteRow row(int index) {
        int weight = weight(high[index], length[index]);
        return row.prefix(family, high[index], 0, length[index]).attributes(attributes.get(weight - 1));
    }

    /// Some address that at least this route matches.
    long addressWithin(int index, SplittableRandom random) {
        return high[index] | random.nextLong() & ~Prefix.highMask(length[index]) & familyMask();
    }

    private long familyMask() {
        return Prefix.highMask(Math.min(family.bits(), Long.SIZE));
    }

    /// The weight that the best route for an address has, 0 when none matches.
    int match(long address) {
        for (int bits = Long.SIZE; bits >= 0; bits--) {
            long prefix = address & Prefix.highMask(bits);
            if (Arrays.binarySearch(byLength[bits], prefix) >= 0) {
                return weight(prefix, bits);
            }
        }
        return 0;
    }

    private static int weight(long prefix, int bits) {
        return 1 + (int) ((prefix + bits) * 0x9e37_79b9_7f4a_7c15L >>> 58);
    }
}
