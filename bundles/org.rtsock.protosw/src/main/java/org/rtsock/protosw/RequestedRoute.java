// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// The route of a request: whether its fields fit, and what becomes of the route that is there (`rt_setmetrics` and the LOCK of
/// `route_output`).
final class RequestedRoute {
    /// A route with so many next hops, interface names filled in, still fits a frame; one that did not could not be reported.
    private static final int MAX_NEXTHOPS = 1024;

    private RequestedRoute() {}

    /// @throws RoutingException EINVAL naming the field
    static void check(Route route) {
        check(route.attributes(), route.key().family(), () -> route.key().prefix());
    }

    /// @param prefix made for a refusal only
    private static void check(RouteAttributes route, Family family, Supplier<Prefix> prefix) {
        checkType(route.kind(), family, prefix);
        if (route.nexthops().size() > MAX_NEXTHOPS) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "route " + prefix.get() + " has " + route.nexthops().size() + " next hops, more than " + MAX_NEXTHOPS);
        }
        for (Nexthop nexthop : route.nexthops()) {
            checkGateway(nexthop, family, prefix);
        }
        for (RouteFlag flag : route.flags()) {
            if (flag.isKernelOwned()) {
                throw new RoutingException(
                        Errno.EINVAL, "flag " + flag.word() + " of route " + prefix.get() + " is the kernel's to set");
            }
        }
    }

    private static void checkGateway(Nexthop nexthop, Family family, Supplier<Prefix> prefix) {
        IpAddress gateway = nexthop.gateway();
        if (gateway != null && gateway.family() != family) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "gateway " + gateway + " is " + gateway.family().word() + ", prefix " + prefix.get() + " is " + family.word());
        }
    }

    private static void checkType(RouteType type, Family family, Supplier<Prefix> prefix) {
        if (type == RouteType.NAT) {
            throw new RoutingException(Errno.EINVAL, "type nat of route " + prefix.get() + " is obsolete");
        }
        if (type == RouteType.BROADCAST && family == Family.INET6) {
            throw new RoutingException(Errno.EINVAL, "type broadcast of route " + prefix.get() + " does not exist in inet6");
        }
    }

    /// What ADD stores. What a requester says of the state does not count: only a driver knows.
    ///
    /// @throws RoutingException as [#check]
    static Route added(Route request) {
        check(request);
        return new Route(request.key(), stored(request.attributes()));
    }

    /// The same for a route as numbers, in place.
    ///
    /// @throws RoutingException as [#check]
    static RouteRow added(RouteRow request) {
        check(request.attributes(), request.family(), () -> request.key().prefix());
        return request.attributes(stored(request.attributes()));
    }

    private static RouteAttributes stored(RouteAttributes request) {
        return request.withState(RouteState.STORED, null).withMetrics(RouteMetrics.NONE.with(request.metrics()));
    }

    /// What CHANGE makes of a route: the metrics that the request names, and the flags, when it names any. With next hops, or of a type that
    /// has none, it also says where the route leads and who made it. The kernel's own flags stay.
    static Route changed(Route present, Route request) {
        RouteMetrics metrics = present.metrics().with(request.metrics());
        if (request.kind().needsNexthop() && request.nexthops().isEmpty()) {
            RouteAttributes kept = present.attributes().withState(RouteState.STORED, null).withMetrics(metrics);
            return new Route(present.key(), request.flags().isEmpty() ? kept : kept.withFlags(flags(present, request)));
        }
        return new Route(
                present.key(),
                request.attributes()
                        .withState(RouteState.STORED, null)
                        .withMetrics(metrics)
                        .withFlags(flags(present, request)));
    }

    private static Set<RouteFlag> flags(Route present, Route request) {
        Set<RouteFlag> flags = EnumSet.noneOf(RouteFlag.class);
        flags.addAll(request.flags());
        present.flags().stream().filter(RouteFlag::isKernelOwned).forEach(flags::add);
        return flags;
    }

    /// What LOCK makes of a route: the locks of the metrics that the request names, and nothing else.
    static Route locked(Route present, Route request) {
        return new Route(
                present.key(), present.attributes().withMetrics(present.metrics().withLocks(request.metrics())));
    }
}
