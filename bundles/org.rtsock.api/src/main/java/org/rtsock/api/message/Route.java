// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A prefix in a table, with a priority, and where it leads.
///
/// The protocol says who made a route, so a route of another protocol in its place is another route: the kernel core ends the life of the
/// one and begins that of the other, and listeners are told of a DELETE and an ADD, not of a CHANGE.
public record Route(Key key, RouteAttributes attributes) implements RoutingObject {
    /// What tells routes apart. The last three are zero or absent on most routes.
    ///
    /// @param table    table id, unsigned
    /// @param priority lower is preferred, unsigned (Linux calls it metric)
    /// @param tos      IPv4 type of service that the route is for, 0 for all
    /// @param source   IPv6 source prefix that the route is for, null for all
    /// @param instance Linux holds several routes of one prefix and priority side by side: here, the logical interface of an IPv6 route
    ///                 without gateway, or a number that its driver gave it
    public record Key(int table, Prefix prefix, int priority, int tos, @Nullable Prefix source, int instance)
            implements RoutingKey {
        /// @throws RoutingException EINVAL naming the field
        public Key {
            RtTable.requireId(table);
            if (tos < 0 || tos > 255) {
                throw new RoutingException(Errno.EINVAL, "tos " + tos + " is not 0 to 255");
            }
            if (source != null && source.family() != prefix.family()) {
                throw new RoutingException(Errno.EINVAL, "source " + source + " is not of the family of prefix " + prefix);
            }
        }

        public static Key of(int table, Prefix prefix, int priority) {
            return new Key(table, prefix, priority, 0, null, 0);
        }

        public Family family() {
            return prefix.family();
        }

        public RtTable.Key tableKey() {
            return new RtTable.Key(table, prefix.family());
        }

        @Override
        public MessageType type() {
            return MessageType.ROUTE;
        }
    }

    /// @param protocol who made it, 0 to 255, see [RouteProtocol]
    /// @param nexthops in the order in which the maker gave them; empty for blackhole and kin, and in requests that only name a route
    /// @param failure  the host's answer when the state is FAILED, else null
    /// @throws RoutingException EINVAL naming the field
    public Route(
            Key key, int protocol, RouteType kind, List<Nexthop> nexthops, RouteState state, @Nullable Errno failure) {
        this(key, new RouteAttributes(protocol, kind, nexthops, state, failure));
    }

    public int protocol() {
        return attributes.protocol();
    }

    public RouteType kind() {
        return attributes.kind();
    }

    public List<Nexthop> nexthops() {
        return attributes.nexthops();
    }

    public RouteState state() {
        return attributes.state();
    }

    public @Nullable Errno failure() {
        return attributes.failure();
    }

    public RouteMetrics metrics() {
        return attributes.metrics();
    }

    public Set<RouteFlag> flags() {
        return attributes.flags();
    }

    public Route withNexthops(List<Nexthop> others) {
        return new Route(key, attributes.withNexthops(others));
    }
}
