// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;

/// Addresses and prefixes that often lie inside each other: few bits are random, at both ends and in the middle of an address.
final class RandomPrefixes {
    private RandomPrefixes() {}

    static IpAddress address(Random random, Family family) {
        long high = sparse(random);
        return family == Family.INET
                ? new IpAddress(family, high & 0xffff_ffff_0000_0000L, 0)
                : new IpAddress(family, high, sparse(random));
    }

    static Prefix prefix(Random random, Family family) {
        return Prefix.containing(address(random, family), random.nextInt(family.bits() + 1));
    }

    static Route.Key key(Random random, Family family) {
        Prefix prefix = prefix(random, family);
        int priority = random.nextInt(4) - 1;
        int tos = family == Family.INET && random.nextInt(8) == 0 ? 4 : 0;
        @Nullable Prefix source = family == Family.INET6 && random.nextInt(8) == 0 ? prefix(random, family) : null;
        return new Route.Key(Samples.MAIN, prefix, priority, tos, source, random.nextInt(3) == 0 ? random.nextInt(3) - 1 : 0);
    }

    private static long sparse(Random random) {
        return random.nextLong() & 0xc000_0103_8000_0001L;
    }
}
