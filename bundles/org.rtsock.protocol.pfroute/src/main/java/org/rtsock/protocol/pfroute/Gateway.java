// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;

/// Where a request says that a route leads: its GATEWAY (FreeBSD `cleanup_xaddrs_gateway`), or its IFP, which names an interface alike.
///
/// @param address the neighbour, null when an interface is named instead
/// @param index   the interface, 0 when it is not named by number
/// @param name    the interface, empty when it is not named by name
record Gateway(@Nullable IpAddress address, int index, String name) {
    /// The request's GATEWAY, null when it has none.
    ///
    /// @throws RoutingException EINVAL or EAFNOSUPPORT naming the field
    static @Nullable Gateway of(Addresses addresses) {
        Addresses.Sockaddr gateway = addresses.get(AddressBit.GATEWAY);
        if (gateway == null) {
            return null;
        }
        if (gateway.family() == FreebsdFamily.AF_LINK) {
            return link(gateway, "GATEWAY");
        }
        Family family = FreebsdFamily.of(gateway.family());
        if (family == null) {
            throw new RoutingException(
                    Errno.EAFNOSUPPORT,
                    "family " + gateway.family() + " of GATEWAY is none of AF_INET (2), AF_LINK (18), AF_INET6 (28)");
        }
        IpAddress address = Destination.address(gateway, family, "GATEWAY");
        return new Gateway(address, Destination.scope(gateway, family), "");
    }

    /// The interface that the request's IFP names, null when it has none.
    ///
    /// @throws RoutingException EINVAL when it is there and no AF_LINK sockaddr
    static @Nullable Gateway ifp(Addresses addresses) {
        Addresses.Sockaddr ifp = addresses.get(AddressBit.IFP);
        if (ifp == null || ifp.length() == 0) {
            return null;
        }
        if (ifp.family() != FreebsdFamily.AF_LINK) {
            throw new RoutingException(Errno.EINVAL, "family " + ifp.family() + " of IFP is not AF_LINK (18)");
        }
        return link(ifp, "IFP");
    }

    boolean namesInterface() {
        return index != 0 || !name.isEmpty();
    }

    private static Gateway link(Addresses.Sockaddr link, String field) {
        link.require(SockaddrDl.DATA, field);
        link.require(SockaddrDl.needed(link.message(), link.offset()), field);
        int index = SockaddrDl.index(link.message(), link.offset());
        return new Gateway(null, index, index != 0 ? "" : SockaddrDl.name(link.message(), link.offset()));
    }
}
