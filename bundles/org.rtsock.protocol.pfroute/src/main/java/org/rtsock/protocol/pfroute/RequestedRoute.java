// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// The route of the kernel core that a request means: in the main table, with priority 0, of protocol static.
final class RequestedRoute {
    private static final int MAX_WEIGHT = 256;

    private final Request request;
    private final Destination destination;
    private final Addresses addresses;
    private final @Nullable Gateway gateway;

    RequestedRoute(Request request, Destination destination, Addresses addresses, @Nullable Gateway gateway) {
        this.request = request;
        this.destination = destination;
        this.addresses = addresses;
        this.gateway = gateway;
    }

    /// What the flags say of where it leads.
    ///
    /// @throws RoutingException EINVAL when they say two things
    static RouteType kind(Request request) {
        boolean reject = request.hasFlag(Rtf.REJECT);
        boolean blackhole = request.hasFlag(Rtf.BLACKHOLE);
        if (reject && blackhole) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "rtm_flags 0x" + Integer.toHexString(request.flags()) + " has both RTF_REJECT (0x8) and RTF_BLACKHOLE (0x1000)");
        }
        return reject ? RouteType.UNREACHABLE : blackhole ? RouteType.BLACKHOLE : RouteType.UNICAST;
    }

    /// For DELETE and GET, which look at the key.
    Route named() {
        return route(RouteType.UNICAST, List.of(), RouteMetrics.NONE);
    }

    /// For LOCK: the metrics whose locks are to be set. `rtm_inits` of 0 names none, and nothing happens.
    Route locked() {
        return route(RouteType.UNICAST, List.of(), RtMetrics.locks(request));
    }

    /// For ADD and CHANGE.
    ///
    /// @throws RoutingException EINVAL naming the field
    Route value(Operation operation) {
        RouteType kind = kind(request);
        List<Nexthop> nexthops = kind == RouteType.UNICAST ? nexthops(operation) : List.of();
        Route route = route(kind, nexthops, RtMetrics.values(request));
        return new Route(route.key(), route.attributes().withFlags(Rtf.kept(request.flags())));
    }

    private Route route(RouteType kind, List<Nexthop> nexthops, RouteMetrics metrics) {
        RouteAttributes attributes =
                new RouteAttributes(RouteProtocol.STATIC, kind, nexthops, RouteState.STORED, null);
        return new Route(Route.Key.of(RtTable.MAIN, destination.prefix(), 0), attributes.withMetrics(metrics));
    }

    /// A route to nowhere needs no gateway: FreeBSD puts the loopback address in its place, whatever it was. CHANGE without one keeps the
    /// next hops.
    private List<Nexthop> nexthops(Operation operation) {
        @Nullable Gateway ifp = Gateway.ifp(addresses);
        if (gateway != null) {
            return List.of(nexthop(gateway, ifp));
        }
        if (operation == Operation.ADD) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "ADD of " + destination.prefix() + " without GATEWAY: rtm_addrs 0x" + Integer.toHexString(request.addrs()));
        }
        if (ifp != null && ifp.namesInterface() || (request.inits() & RtMetrics.WEIGHT) != 0) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "CHANGE of " + destination.prefix() + " without GATEWAY names interface (IFP) or weight of a next hop");
        }
        return List.of();
    }

    /// The interface is the one that the gateway names, else that of IFP, else `rtm_index`, else that of a link-local destination; else the
    /// kernel core finds it by the gateway.
    private Nexthop nexthop(Gateway to, @Nullable Gateway ifp) {
        if (to.address() != null && !request.hasFlag(Rtf.GATEWAY)) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "GATEWAY " + to.address()
                            + " without RTF_GATEWAY (0x2) in rtm_flags: an interface is named by an AF_LINK sockaddr");
        }
        Gateway named = to.namesInterface() || ifp == null ? to : ifp;
        int index = named.index();
        if (!named.namesInterface()) {
            index = request.index() != 0 ? request.index() : destination.scope();
        }
        return new Nexthop(to.address(), index, named.name(), weight());
    }

    private int weight() {
        if ((request.inits() & RtMetrics.WEIGHT) == 0) {
            return 1;
        }
        long weight = request.word(RtMsghdr.WEIGHT);
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new RoutingException(
                    Errno.EINVAL, "rmx_weight " + Long.toUnsignedString(weight) + " is not 1 to " + MAX_WEIGHT);
        }
        return (int) weight;
    }
}
