// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.SplittableRandom;
import org.rtsock.api.message.Family;

/// How long the prefixes of a random table are, and where they lie.
enum LengthMix {
    /// Roughly the shares of a full table of the IPv4 Internet: three fifths /24, nearly all between /16 and /24.
    INTERNET(Family.INET, new int[] {16, 17, 18, 19, 20, 21, 22, 23, 24}, new int[] {15, 8, 14, 26, 44, 52, 115, 106, 620}),
    /// As many of each length from /20 to /32.
    UNIFORM(
            Family.INET,
            new int[] {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32},
            new int[] {77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 76}),
    /// Roughly the shares of a full table of the IPv6 Internet: nearly half /48.
    INTERNET6(Family.INET6, new int[] {29, 32, 36, 40, 42, 44, 46, 47, 48, 64}, new int[] {30, 125, 40, 95, 15, 110, 35, 40, 480, 30});

    private static final int WHOLE = 1000;

    private final Family family;
    private final int[] lengths;
    private final int[] permille;

    LengthMix(Family family, int[] lengths, int[] permille) {
        this.family = family;
        this.lengths = lengths;
        this.permille = permille;
    }

    Family family() {
        return family;
    }

    /// How many of a table's prefixes have a length. The last length has what rounding leaves.
    int count(int length, int total) {
        int left = total;
        for (int i = 0; i < lengths.length; i++) {
            boolean last = i == lengths.length - 1;
            int share = last ? left : (int) ((long) total * permille[i] / WHOLE);
            if (lengths[i] == length) {
                return share;
            }
            left -= share;
        }
        return 0;
    }

    /// The first 64 bits of a random unicast address: 1.0.0.0 to 223.255.255.255, or within 2000::/3.
    long address(SplittableRandom random) {
        return switch (family) {
            case INET -> random.nextLong(0x0100_0000L, 0xe000_0000L) << 32;
            case INET6 -> random.nextLong() >>> 3 | 0x2000_0000_0000_0000L;
        };
    }
}
