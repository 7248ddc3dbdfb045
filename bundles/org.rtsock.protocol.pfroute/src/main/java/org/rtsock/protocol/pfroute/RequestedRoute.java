// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// Turns a request into the route of the kernel core that it means, with FreeBSD's checks in its order: LLDATA, REJECT with BLACKHOLE, and
/// only then the type.
///
/// @param operation   what to do
/// @param route       in the main table, with priority 0, of protocol static
/// @param destination what the request is about
record RequestedRoute(Operation operation, Route route, Destination destination) {
    /// `RTV_MTU` and `RTV_EXPIRE`, the metrics that FreeBSD keeps for a route beside its weight. It takes no note of the others either.
    private static final int KEPT_METRICS = 0x1 | 0x4;
    /// `RTV_WEIGHT`.
    private static final int WEIGHT = 0x100;
    private static final int MAX_WEIGHT = 256;

    /// @throws RoutingException EINVAL, EAFNOSUPPORT or EOPNOTSUPP naming the field
    static RequestedRoute of(Request request, Destination destination, Addresses addresses, @Nullable Gateway gateway) {
        if (request.hasFlag(RouteFlag.LLDATA)) {
            throw new RoutingException(Errno.EOPNOTSUPP, "rtm_flags has RTF_LLDATA (0x400): neighbours are not kept here");
        }
        RouteType kind = kind(request);
        return switch (request.type()) {
            case RtmType.ADD -> value(Operation.ADD, request, destination, addresses, kind, gateway);
            case RtmType.CHANGE -> value(Operation.CHANGE, request, destination, addresses, kind, gateway);
            case RtmType.DELETE -> named(Operation.DELETE, destination);
            case RtmType.GET -> named(Operation.GET, destination);
            default -> throw new RoutingException(Errno.EOPNOTSUPP, "rtm_type " + request.type() + " is not one to ask for");
        };
    }

    private static RouteType kind(Request request) {
        boolean reject = request.hasFlag(RouteFlag.REJECT);
        boolean blackhole = request.hasFlag(RouteFlag.BLACKHOLE);
        if (reject && blackhole) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "rtm_flags 0x" + Integer.toHexString(request.flags()) + " has both RTF_REJECT (0x8) and RTF_BLACKHOLE (0x1000)");
        }
        return reject ? RouteType.UNREACHABLE : blackhole ? RouteType.BLACKHOLE : RouteType.UNICAST;
    }

    private static RequestedRoute named(Operation operation, Destination destination) {
        return new RequestedRoute(operation, route(destination, RouteType.UNICAST, List.of()), destination);
    }

    private static RequestedRoute value(
            Operation operation,
            Request request,
            Destination destination,
            Addresses addresses,
            RouteType kind,
            @Nullable Gateway gateway) {
        List<Nexthop> nexthops = List.of();
        if (kind == RouteType.UNICAST) {
            // A route to nowhere needs no gateway: FreeBSD puts the loopback address in its place, whatever it was.
            if (gateway == null) {
                throw new RoutingException(
                        Errno.EINVAL, operation + " of " + destination.prefix() + " without GATEWAY: rtm_addrs 0x"
                                + Integer.toHexString(request.addrs()));
            }
            nexthops = List.of(nexthop(request, destination, gateway, Gateway.ifp(addresses)));
        }
        if ((request.inits() & KEPT_METRICS) != 0) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP,
                    "rtm_inits 0x" + Long.toHexString(request.inits())
                            + " sets metrics that routes do not have here: RTV_MTU (1), RTV_EXPIRE (4)");
        }
        return new RequestedRoute(operation, route(destination, kind, nexthops), destination);
    }

    private static Route route(Destination destination, RouteType kind, List<Nexthop> nexthops) {
        return new Route(
                Route.Key.of(RtTable.MAIN, destination.prefix(), 0), RouteProtocol.STATIC, kind, nexthops, RouteState.STORED, null);
    }

    /// The interface is the one that the gateway names, else that of IFP, else `rtm_index`, else that of a link-local destination; else the
    /// kernel core finds it by the gateway.
    private static Nexthop nexthop(Request request, Destination destination, Gateway gateway, @Nullable Gateway ifp) {
        if (gateway.address() != null && !request.hasFlag(RouteFlag.GATEWAY)) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "GATEWAY " + gateway.address()
                            + " without RTF_GATEWAY (0x2) in rtm_flags: an interface is named by an AF_LINK sockaddr");
        }
        Gateway named = gateway.namesInterface() || ifp == null ? gateway : ifp;
        int index = named.index();
        if (!named.namesInterface()) {
            index = request.index() != 0 ? request.index() : destination.scope();
        }
        return new Nexthop(gateway.address(), index, named.name(), weight(request));
    }

    private static int weight(Request request) {
        if ((request.inits() & WEIGHT) == 0) {
            return 1;
        }
        long weight = request.weight();
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new RoutingException(
                    Errno.EINVAL, "rmx_weight " + Long.toUnsignedString(weight) + " is not 1 to " + MAX_WEIGHT);
        }
        return (int) weight;
    }
}
