// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;

/// Address families by FreeBSD's numbers, which are not Linux's.
final class FreebsdFamily {
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_LINK = 18;
    static final int AF_INET6 = 28;

    private FreebsdFamily() {}

    static int number(Family family) {
        return switch (family) {
            case INET -> AF_INET;
            case INET6 -> AF_INET6;
        };
    }

    /// The family with a number, null when it is neither of the two.
    static @Nullable Family of(int number) {
        return switch (number) {
            case AF_INET -> Family.INET;
            case AF_INET6 -> Family.INET6;
            default -> null;
        };
    }
}
