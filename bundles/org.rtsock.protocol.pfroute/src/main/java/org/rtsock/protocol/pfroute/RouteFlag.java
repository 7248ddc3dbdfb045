// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

/// Flags of a route (`RTF_` of FreeBSD `net/route.h`) that mean something here. The others of a request do not count, see the package.
final class RouteFlag {
    static final int UP = 0x1;
    static final int GATEWAY = 0x2;
    static final int HOST = 0x4;
    static final int REJECT = 0x8;
    static final int DONE = 0x40;
    /// Once RTF_LLINFO: the request is about a neighbour, not a route.
    static final int LLDATA = 0x400;
    static final int STATIC = 0x800;
    static final int BLACKHOLE = 0x1000;
    static final int LOCAL = 0x20_0000;
    static final int BROADCAST = 0x40_0000;
    static final int MULTICAST = 0x80_0000;

    private RouteFlag() {}
}
