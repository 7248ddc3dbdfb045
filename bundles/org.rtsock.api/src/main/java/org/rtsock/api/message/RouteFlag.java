// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.Locale;

/// A flag of a route that follows from nothing else that it says (`RTF_`, `net/route.h`). RTF_GATEWAY, RTF_HOST, RTF_BLACKHOLE and kin
/// follow from next hops, prefix and type.
public enum RouteFlag {
    /// Made by a redirect. The kernel core's own: no request may say so.
    DYNAMIC(0x10),
    /// Led elsewhere by a redirect. The kernel core's own.
    MODIFIED(0x20),
    /// A daemon outside says where addresses behind it are: looking one up is told to everyone (RTM_RESOLVE).
    XRESOLVE(0x200),
    /// For the protocols' own use.
    PROTO2(0x4000),
    /// For the protocols' own use.
    PROTO1(0x8000),
    /// For the protocols' own use.
    PROTO3(0x40000);

    private final int bit;
    private final String word;

    RouteFlag(int bit) {
        this.bit = bit;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    /// The bit in `rtm_flags`.
    public int bit() {
        return bit;
    }

    public String word() {
        return word;
    }

    /// Whether only the kernel core sets and clears it.
    public boolean isKernelOwned() {
        return this == DYNAMIC || this == MODIFIED;
    }
}
