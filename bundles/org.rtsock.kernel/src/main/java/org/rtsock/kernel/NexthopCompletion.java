// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;

/// Finds the logical interface of each next hop and fills in its name. Changes nothing.
///
/// A request may leave the interface open; a driver's next hop without one is what the host said and stays so.
final class NexthopCompletion {
    private final InterfaceTree interfaces;
    private final boolean driver;

    NexthopCompletion(InterfaceTree interfaces, boolean driver) {
        this.interfaces = interfaces;
        this.driver = driver;
    }

    /// @throws RoutingException ENODEV, ENETUNREACH or EINVAL
    List<Nexthop> complete(List<Nexthop> nexthops) {
        List<Nexthop> complete = new ArrayList<>(nexthops.size());
        for (Nexthop nexthop : nexthops) {
            complete.add(complete(nexthop));
        }
        return complete;
    }

    /// @throws RoutingException ENODEV, ENETUNREACH or EINVAL
    Nexthop complete(Nexthop nexthop) {
        if (nexthop.ifl() != 0) {
            Ifl ifl = interfaces.ifl(nexthop.ifl());
            if (ifl == null) {
                throw new RoutingException(Errno.ENODEV, "ifl " + Integer.toUnsignedString(nexthop.ifl()) + " does not exist");
            }
            return on(nexthop, ifl);
        }
        return driver ? on(nexthop, null) : on(nexthop, find(nexthop));
    }

    private Nexthop on(Nexthop nexthop, @Nullable Ifl ifl) {
        return named(nexthop, ifl == null ? 0 : ifl.index(), ifl == null ? "" : interfaces.hostName(ifl));
    }

    /// The next hop with an interface and its name; the same object when it had them.
    static Nexthop named(Nexthop nexthop, int ifl, String name) {
        return nexthop.ifl() == ifl && nexthop.ifname().equals(name)
                ? nexthop
                : new Nexthop(nexthop.gateway(), ifl, name, nexthop.weight());
    }

    private Ifl find(Nexthop nexthop) {
        if (!nexthop.ifname().isEmpty()) {
            Ifl ifl = interfaces.find(nexthop.ifname());
            if (ifl == null) {
                throw new RoutingException(Errno.ENODEV, "dev " + nexthop.ifname() + ": no such interface");
            }
            return ifl;
        }
        IpAddress gateway = nexthop.gateway();
        if (gateway == null) {
            throw new RoutingException(Errno.EINVAL, "next hop names neither gateway nor interface");
        }
        if (isLinkLocal(gateway)) {
            throw new RoutingException(Errno.EINVAL, "gateway " + gateway + " is link-local, so the interface must be named");
        }
        Ifl ifl = interfaces.connected(gateway);
        if (ifl == null) {
            throw new RoutingException(Errno.ENETUNREACH, "gateway " + gateway + " is on no connected network");
        }
        return ifl;
    }

    /// fe80::/10 is on every IPv6 link (RFC 4291 s. 2.5.6), so it tells nothing of the interface.
    static boolean isLinkLocal(IpAddress address) {
        return address.family() == Family.INET6 && address.high() >>> 54 == 0xfe80 >>> 6;
    }
}
