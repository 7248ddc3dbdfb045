// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.Locale;

/// A metric of a route (`struct rt_metrics`), each with its bit in `rtm_inits` and `rmx_locks` (`RTV_`, `net/route.h`).
public enum RouteMetric {
    /// Largest packet, bytes.
    MTU(0x01),
    /// Hops that a packet may make, 0 to 255 on a Linux host.
    HOPCOUNT(0x02),
    /// When the route ends, seconds since 1970.
    EXPIRE(0x04),
    /// Bandwidth-delay product of what comes, bytes.
    RECVPIPE(0x08),
    /// Bandwidth-delay product of what goes, bytes.
    SENDPIPE(0x10),
    /// Slow start threshold of TCP, bytes.
    SSTHRESH(0x20),
    /// Round trip time, microseconds.
    RTT(0x40),
    /// Variance of the round trip time, microseconds.
    RTTVAR(0x80);

    private final int bit;
    private final String word;

    RouteMetric(int bit) {
        this.bit = bit;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    /// `RTV_MTU` and kin.
    public int bit() {
        return bit;
    }

    public String word() {
        return word;
    }
}
