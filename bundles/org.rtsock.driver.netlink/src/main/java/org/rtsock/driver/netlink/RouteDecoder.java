// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// Reads a route message.
///
/// ```
///   struct rtmsg:       u8 family   u8 length of destination   u8 length of source   u8 tos
///                       u8 table    u8 protocol                u8 scope              u8 type
///                       u32 flags
///   struct rtnexthop:   u16 length  u8 flags  u8 hops (weight - 1)   i32 index   attributes
/// ```
///
/// A route that goes through a nexthop object is read by the next hops that the host spells out beside the object's id.
final class RouteDecoder {
    private static final int HEADER_BYTES = 12;
    private static final int NEXTHOP_BYTES = 8;
    /// A cached clone or exception of a route, not a route.
    private static final int RTM_F_CLONED = 0x200;
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_METRICS = 8;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_TABLE = 15;
    private static final int RTA_VIA = 18;

    private final ByteBuffer bytes;
    private final int start;
    private final Family family;
    private @Nullable IpAddress destination;
    private @Nullable IpAddress source;
    private @Nullable IpAddress gateway;
    private int table;
    private int priority;
    private int link;
    private RouteMetrics metrics = RouteMetrics.NONE;
    private List<Nexthop> nexthops = List.of();

    private RouteDecoder(ByteBuffer bytes, int start, Family family) {
        this.bytes = bytes;
        this.start = start;
        this.family = family;
        this.table = u8(start + 4);
    }

    /// The family with a number of AF_; null when it is not mirrored.
    static @Nullable Family family(int number) {
        return switch (number) {
            case 2 -> Family.INET;
            case 10 -> Family.INET6;
            default -> null;
        };
    }

    /// @return the route; null when the message is about something else: another family, a cache entry, an unknown type
    /// @throws RoutingException EINVAL when the message is not whole
    static @Nullable Route decode(ByteBuffer bytes, int start, int end) {
        if (end - start < HEADER_BYTES) {
            throw new RoutingException(Errno.EINVAL, "route message of " + (end - start) + " bytes");
        }
        Family family = family(bytes.get(start));
        int kind = Byte.toUnsignedInt(bytes.get(start + 7));
        boolean cloned = (bytes.getInt(start + 8) & RTM_F_CLONED) != 0;
        if (family == null || cloned || kind < 1 || kind > RouteType.values().length) {
            return null;
        }
        return new RouteDecoder(bytes, start, family).decode(end, RouteType.of(kind));
    }

    private Route decode(int end, RouteType kind) {
        Attributes attributes = new Attributes(bytes, start + HEADER_BYTES, end);
        while (attributes.next()) {
            switch (attributes.type()) {
                case RTA_DST -> destination = attributes.address(family);
                case RTA_SRC -> source = attributes.address(family);
                case RTA_TABLE -> table = attributes.u32();
                case RTA_PRIORITY -> priority = attributes.u32();
                case RTA_OIF -> link = attributes.u32();
                case RTA_GATEWAY -> gateway = attributes.address(family);
                case RTA_VIA -> gateway = attributes.via();
                case RTA_METRICS -> metrics = MetricsDecoder.decode(attributes);
                case RTA_MULTIPATH -> nexthops = multipath(attributes.start(), attributes.end());
                default -> {}
            }
        }
        if (nexthops.isEmpty() && (link != 0 || gateway != null)) {
            nexthops = List.of(new Nexthop(gateway, link, "", 1));
        }
        return new Route(
                key(),
                new RouteAttributes(u8(start + 5), kind, nexthops, RouteState.PROGRAMMED, null, metrics, Set.of()));
    }

    private Route.Key key() {
        Prefix prefix = prefix(destination, u8(start + 1));
        int sourceLength = u8(start + 2);
        return new Route.Key(
                table, prefix, priority, u8(start + 3), sourceLength == 0 ? null : prefix(source, sourceLength), instance());
    }

    /// IPv6 routes without gateway stand side by side on different links: the link tells them apart.
    private int instance() {
        boolean onLink = family == Family.INET6 && nexthops.size() == 1 && nexthops.getFirst().gateway() == null;
        return onLink ? nexthops.getFirst().ifl() : 0;
    }

    private Prefix prefix(@Nullable IpAddress address, int length) {
        return Prefix.containing(address != null ? address : Prefix.all(family).address(), length);
    }

    private List<Nexthop> multipath(int from, int end) {
        List<Nexthop> legs = new ArrayList<>();
        int at = from;
        while (end - at >= NEXTHOP_BYTES) {
            int length = Short.toUnsignedInt(bytes.getShort(at));
            if (length < NEXTHOP_BYTES || length > end - at) {
                throw new RoutingException(Errno.EINVAL, "next hop of " + length + " bytes where " + (end - at) + " are left");
            }
            IpAddress neighbour = gateway(new Attributes(bytes, at + NEXTHOP_BYTES, at + length));
            legs.add(new Nexthop(neighbour, bytes.getInt(at + 4), "", u8(at + 3) + 1));
            at += length + 3 & ~3;
        }
        return legs;
    }

    private @Nullable IpAddress gateway(Attributes attributes) {
        IpAddress neighbour = null;
        while (attributes.next()) {
            switch (attributes.type()) {
                case RTA_GATEWAY -> neighbour = attributes.address(family);
                case RTA_VIA -> neighbour = attributes.via();
                default -> {}
            }
        }
        return neighbour;
    }

    private int u8(int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }
}
