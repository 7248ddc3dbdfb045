// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.Locale;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// What becomes of a packet that matches a route; numbers of `RTN_` in `uapi/linux/rtnetlink.h`.
public enum RouteType {
    UNICAST(1),
    LOCAL(2),
    BROADCAST(3),
    ANYCAST(4),
    MULTICAST(5),
    BLACKHOLE(6),
    UNREACHABLE(7),
    PROHIBIT(8),
    THROW(9),
    NAT(10);

    private final int number;
    private final String word;

    RouteType(int number) {
        this.number = number;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    public String word() {
        return word;
    }

    /// Whether a packet leaves through a next hop, so that the kernel core takes no such route without one.
    public boolean needsNexthop() {
        return this == UNICAST;
    }

    /// @throws RoutingException EINVAL for a number without a type
    public static RouteType of(int number) {
        if (number < 1 || number > values().length) {
            throw new RoutingException(Errno.EINVAL, "route type " + number + " is unknown");
        }
        return values()[number - 1];
    }
}
