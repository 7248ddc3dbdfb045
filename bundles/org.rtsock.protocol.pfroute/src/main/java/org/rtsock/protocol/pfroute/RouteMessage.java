// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// RTM_ADD, RTM_CHANGE, RTM_DELETE and RTM_GET as the kernel says them (FreeBSD `rtsock_routemsg`, `update_rtm_from_rc`): an `rt_msghdr`
/// with DST, GATEWAY, NETMASK unless it is a host route, and IFP where asked for.
final class RouteMessage {
    private static final IpAddress LOOPBACK = new IpAddress(Family.INET, 0x7f00_0001L << 32, 0);
    private static final IpAddress LOOPBACK6 = new IpAddress(Family.INET6, 0, 1);
    /// The largest interface number that a message can hold.
    static final int MAX_INDEX = 0xffff;

    private RouteMessage() {}

    /// Messages that tell of a route: one a path; none for kinds that BSD has no word for.
    static int paths(Route route) {
        return switch (route.kind()) {
            case THROW, NAT -> 0;
            case BLACKHOLE, UNREACHABLE, PROHIBIT -> 1;
            case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> Math.max(1, route.nexthops().size());
        };
    }

    /// Writes the message about one path of a route.
    ///
    /// @param path from 0 to below [#paths]
    /// @param ifp  whether to name the interface by a sockaddr, too
    static void write(MessageWriter out, int type, Route route, int path, boolean ifp, int pid, int seq) {
        write(out, type, route, route.key().prefix().address(), path, ifp, pid, seq);
    }

    /// Writes what happened to a lookup of an address that found the route: its first path stands for it.
    static void writeMatch(MessageWriter out, int type, Route route, IpAddress looked, Cause cause) {
        write(out, type, route, looked, 0, false, cause.pid(), cause.seq());
    }

    private static void write(
            MessageWriter out, int type, Route route, IpAddress dst, int path, boolean ifp, int pid, int seq) {
        Prefix prefix = route.key().prefix();
        Nexthop nexthop = nexthop(route, path);
        IpAddress gateway = gateway(route, nexthop);
        int index = index(nexthop);
        ByteBuffer header = out.begin(type, RtMsghdr.LENGTH, RtMsghdr.ADDRS);
        header.putShort(RtMsghdr.INDEX, (short) index);
        header.putInt(RtMsghdr.FLAGS, flags(route, gateway != null));
        header.putInt(RtMsghdr.PID, pid);
        header.putInt(RtMsghdr.SEQ, seq);
        RtMetrics.put(header, route.metrics());
        header.putLong(RtMsghdr.WEIGHT, nexthop == null ? 1 : nexthop.weight());
        out.address(AddressBit.DST, dst, index);
        if (gateway != null) {
            out.address(AddressBit.GATEWAY, gateway, index);
        } else if (nexthop != null) {
            out.link(AddressBit.GATEWAY, index, 0, nexthop.ifname(), MacAddress.NONE);
        }
        if (prefix.length() < prefix.family().bits()) {
            out.netmask(prefix.family(), prefix.length());
        }
        if (ifp && nexthop != null) {
            out.link(AddressBit.IFP, index, 0, nexthop.ifname(), MacAddress.NONE);
        }
    }

    /// Writes the message that says that others were lost: a header with an errno and no addresses.
    static void desync(MessageWriter out) {
        out.begin(RtmType.DESYNC, RtMsghdr.LENGTH, RtMsghdr.ADDRS)
                .putInt(RtMsghdr.ERRNO, FreebsdErrno.number(Errno.ENOBUFS));
    }

    /// The flags of a route, for which path does not matter but for its having a gateway.
    static int flags(Route route, boolean gateway) {
        int flags = Rtf.DONE;
        flags |= route.state() == RouteState.FAILED ? 0 : Rtf.UP;
        flags |= gateway ? Rtf.GATEWAY : 0;
        flags |= route.key().prefix().length() == route.key().family().bits() ? Rtf.HOST : 0;
        flags |= route.protocol() == RouteProtocol.STATIC ? Rtf.STATIC : 0;
        return flags | flags(route.kind()) | Rtf.bits(route.flags());
    }

    private static int flags(RouteType kind) {
        return switch (kind) {
            case UNREACHABLE, PROHIBIT -> Rtf.REJECT;
            case BLACKHOLE -> Rtf.BLACKHOLE;
            case LOCAL, ANYCAST -> Rtf.LOCAL;
            case BROADCAST -> Rtf.BROADCAST;
            case MULTICAST -> Rtf.MULTICAST;
            case UNICAST, THROW, NAT -> 0;
        };
    }

    private static @Nullable Nexthop nexthop(Route route, int path) {
        List<Nexthop> nexthops = route.nexthops();
        return path < nexthops.size() ? nexthops.get(path) : null;
    }

    /// FreeBSD leads a route to nowhere to the loopback address, and some daemons will not read one without a gateway.
    private static @Nullable IpAddress gateway(Route route, @Nullable Nexthop nexthop) {
        return switch (route.kind()) {
            case BLACKHOLE, UNREACHABLE, PROHIBIT -> route.key().family() == Family.INET ? LOOPBACK : LOOPBACK6;
            case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, THROW, NAT -> nexthop == null ? null : nexthop.gateway();
        };
    }

    /// The interface of a path, 0 when there is none or the message has no room for its number.
    private static int index(@Nullable Nexthop nexthop) {
        return nexthop == null || nexthop.ifl() < 0 || nexthop.ifl() > MAX_INDEX ? 0 : nexthop.ifl();
    }
}
