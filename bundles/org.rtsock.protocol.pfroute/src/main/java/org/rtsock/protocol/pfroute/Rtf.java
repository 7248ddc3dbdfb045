// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.util.EnumSet;
import java.util.Set;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RouteFlag;

/// Flags of a route (`RTF_` of FreeBSD `net/route.h`) that mean something here. The others of a request do not count, see the package.
final class Rtf {
    static final int UP = 0x1;
    static final int GATEWAY = 0x2;
    static final int HOST = 0x4;
    static final int REJECT = 0x8;
    static final int DYNAMIC = 0x10;
    static final int MODIFIED = 0x20;
    static final int DONE = 0x40;
    /// Once RTF_LLINFO: the request is about a neighbour, not a route.
    static final int LLDATA = 0x400;
    static final int STATIC = 0x800;
    static final int BLACKHOLE = 0x1000;
    static final int LOCAL = 0x20_0000;
    static final int BROADCAST = 0x40_0000;
    static final int MULTICAST = 0x80_0000;

    private Rtf() {}

    /// The bits of the flags that a route keeps: RTF_PROTO1 and kin. Their numbers are those of FreeBSD.
    static int bits(Set<RouteFlag> kept) {
        int bits = 0;
        for (RouteFlag flag : kept) {
            bits |= flag.bit();
        }
        return bits;
    }

    /// The flags that a route of these bits is to keep.
    ///
    /// @throws RoutingException EINVAL for RTF_DYNAMIC and RTF_MODIFIED, which the kernel core sets (OpenBSD's rule)
    static Set<RouteFlag> kept(int bits) {
        Set<RouteFlag> kept = EnumSet.noneOf(RouteFlag.class);
        for (RouteFlag flag : RouteFlag.values()) {
            if ((bits & flag.bit()) != 0) {
                if (flag.isKernelOwned()) {
                    throw new RoutingException(
                            Errno.EINVAL,
                            "rtm_flags 0x" + Integer.toHexString(bits) + " has RTF_" + flag + " (0x"
                                    + Integer.toHexString(flag.bit()) + "), which is the kernel's");
                }
                kept.add(flag);
            }
        }
        return kept;
    }
}
