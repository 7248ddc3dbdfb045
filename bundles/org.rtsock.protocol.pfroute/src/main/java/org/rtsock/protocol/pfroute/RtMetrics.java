// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;

/// The metrics of a message and their locks (`struct rt_metrics`, 4.4BSD `rt_setmetrics`, FreeBSD `rt_getmetrics`). `rtm_inits` names
/// those that a request is about, by the same `RTV_` bits that `rmx_locks` has. `rmx_weight` is the next hop's and has no lock.
final class RtMetrics {
    /// `RTV_WEIGHT`.
    static final int WEIGHT = 0x100;
    /// The eight metrics of 4.4BSD and the weight.
    private static final long KNOWN = 0x1ff;

    private RtMetrics() {}

    /// What ADD and CHANGE set: value and lock of each metric that is named.
    ///
    /// @throws RoutingException EINVAL naming the field
    static RouteMetrics values(Request request) {
        return named(request, true);
    }

    /// What LOCK sets: the lock of each metric that is named.
    ///
    /// @throws RoutingException EINVAL naming the field
    static RouteMetrics locks(Request request) {
        return named(request, false);
    }

    private static RouteMetrics named(Request request, boolean values) {
        long inits = request.inits();
        if ((inits & ~KNOWN) != 0) {
            throw new RoutingException(
                    Errno.EINVAL, "rtm_inits 0x" + Long.toHexString(inits) + " names metrics beyond RTV_WEIGHT (0x100)");
        }
        long locks = request.word(RtMsghdr.LOCKS) & inits;
        if ((locks & WEIGHT) != 0) {
            throw new RoutingException(
                    Errno.EINVAL, "rmx_locks 0x" + Long.toHexString(locks) + " has RTV_WEIGHT (0x100): a weight cannot be locked");
        }
        List<RouteMetrics.Entry> entries = new ArrayList<>();
        for (RouteMetric metric : RouteMetric.values()) {
            if ((inits & metric.bit()) != 0) {
                long value = values ? request.word(offset(metric)) : 0;
                entries.add(new RouteMetrics.Entry(metric, value, (locks & metric.bit()) != 0));
            }
        }
        return entries.isEmpty() ? RouteMetrics.NONE : new RouteMetrics(entries);
    }

    /// Writes the metrics of a route over zeros.
    static void put(ByteBuffer header, RouteMetrics metrics) {
        long locks = 0;
        for (RouteMetrics.Entry entry : metrics.entries()) {
            header.putLong(offset(entry.metric()), entry.value());
            locks |= entry.locked() ? entry.metric().bit() : 0;
        }
        header.putLong(RtMsghdr.LOCKS, locks);
    }

    private static int offset(RouteMetric metric) {
        return switch (metric) {
            case MTU -> RtMsghdr.MTU;
            case HOPCOUNT -> RtMsghdr.HOPCOUNT;
            case EXPIRE -> RtMsghdr.EXPIRE;
            case RECVPIPE -> RtMsghdr.RECVPIPE;
            case SENDPIPE -> RtMsghdr.SENDPIPE;
            case SSTHRESH -> RtMsghdr.SSTHRESH;
            case RTT -> RtMsghdr.RTT;
            case RTTVAR -> RtMsghdr.RTTVAR;
        };
    }
}
