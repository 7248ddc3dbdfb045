// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

/// Address of a socket (`struct sockaddr`) of the routing domain: nothing but its length and its family, since there is nothing in the
/// domain to tell apart. Two addresses are the same when their whole stated length is.
///
/// @param length `sa_len`, bytes
/// @param family `sa_family`, the number of an address family
public record Sockaddr(int length, int family) {
    /// AF_ROUTE by Linux's numbers, as [org.rtsock.api.message.Family#number()] has them.
    public static final int AF_ROUTE = 16;

    /// `route_src` and `route_dst` of 4.4BSD: from where every message of the domain comes and where it goes.
    public static final Sockaddr ROUTE = new Sockaddr(2, AF_ROUTE);
}
