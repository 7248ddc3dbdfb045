// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import org.rtsock.api.socket.SocketOption.Level;

/// The options of OpenBSD's routing socket (`net/route.h`, level AF_ROUTE), for sockets of protocol `pfroute`. They take effect with the
/// next message: of the kernel, and about the requests of others. Replies to one's own requests are not filtered.
public final class RouteFilterOption {
    /// Message types to hear: bit `1 << type` each, 0 for all.
    public static final SocketOption<Integer> ROUTE_MSGFILTER = option("ROUTE_MSGFILTER");
    /// Table whose routes to hear of, -1 for all; the main table (254) at the start. A table need not exist yet.
    public static final SocketOption<Integer> ROUTE_TABLEFILTER = option("ROUTE_TABLEFILTER");
    /// Routes with this priority or a more preferred one, 1 to 63; 0 for all. Anything else is EINVAL.
    public static final SocketOption<Integer> ROUTE_PRIOFILTER = option("ROUTE_PRIOFILTER");
    /// Routes that have one of these `RTF_` flags are not heard of.
    public static final SocketOption<Integer> ROUTE_FLAGFILTER = option("ROUTE_FLAGFILTER");

    private RouteFilterOption() {}

    private static SocketOption<Integer> option(String name) {
        return new SocketOption<>(Level.PF_ROUTE, name, Integer.class);
    }
}
