// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.RtTable;

/// RTM_REDIRECT as a request: what `rtredirect` was called with, of DST, GATEWAY, NETMASK and AUTHOR. No BSD takes it from a socket; here
/// a daemon that receives ICMP hands on what a router said. Flags do not matter.
final class RequestedRedirect {
    private RequestedRedirect() {}

    /// @throws RoutingException EINVAL or EAFNOSUPPORT naming the field
    static Redirect of(Destination destination, Addresses addresses, @Nullable Gateway gateway) {
        @Nullable IpAddress router = gateway == null ? null : gateway.address();
        if (router == null) {
            throw new RoutingException(
                    Errno.EINVAL, "REDIRECT of " + destination.prefix() + " without a router's address as GATEWAY");
        }
        return new Redirect(
                new Redirect.Key(RtTable.MAIN, destination.prefix()), router, author(destination, addresses), false);
    }

    private static IpAddress author(Destination destination, Addresses addresses) {
        Addresses.Sockaddr author = addresses.get(AddressBit.AUTHOR);
        if (author == null) {
            throw new RoutingException(Errno.EINVAL, "REDIRECT of " + destination.prefix() + " without AUTHOR");
        }
        Family family = FreebsdFamily.of(author.family());
        if (family == null) {
            throw new RoutingException(
                    Errno.EAFNOSUPPORT, "family " + author.family() + " of AUTHOR is neither AF_INET (2) nor AF_INET6 (28)");
        }
        return Destination.address(author, family, "AUTHOR");
    }
}
