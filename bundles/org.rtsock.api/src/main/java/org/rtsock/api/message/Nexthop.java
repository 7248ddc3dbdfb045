// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Where a route leads: a neighbour behind a logical interface, or the interface's link itself.
///
/// @param gateway the neighbour, null when the destination is on the link
/// @param ifl     index of the logical interface; 0 in a request means: find it by the gateway
/// @param ifname  the host's name of that interface; the kernel core fills it in, and it may name the interface in a request with ifl 0
/// @param weight  share of the traffic, 1 to 256
public record Nexthop(@Nullable IpAddress gateway, int ifl, String ifname, int weight) {
    /// @throws RoutingException EINVAL for a weight outside 1 to 256
    public Nexthop {
        if (weight < 1 || weight > 256) {
            throw new RoutingException(Errno.EINVAL, "weight " + weight + " is not 1 to 256");
        }
    }

    public static Nexthop via(IpAddress gateway, int ifl) {
        return new Nexthop(gateway, ifl, "", 1);
    }

    public static Nexthop on(int ifl) {
        return new Nexthop(null, ifl, "", 1);
    }
}
