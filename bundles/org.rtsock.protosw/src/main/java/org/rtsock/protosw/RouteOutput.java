// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Locale;
import org.rtsock.api.Cause;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;

/// `route_output`: carries out requests about routes. The protocol has decoded the message; from there the checks come in 4.4BSD's order,
/// with the permission first as in the BSDs that let anybody open a socket: who may write, what can be done at all, whether the fields
/// fit, and then what the kernel says.
final class RouteOutput {
    /// A route with so many next hops, interface names filled in, still fits a frame; one that did not could not be reported.
    private static final int MAX_NEXTHOPS = 1024;

    private final Kernel kernel;

    RouteOutput(Kernel kernel) {
        this.kernel = kernel;
    }

    /// @param origin transport of the requester
    /// @param pid    for the cause of what changes
    RouteReply carryOut(RouteRequest request, String origin, int pid, Credentials credentials) {
        Operation operation = request.operation();
        if (operation == Operation.GET) {
            return get(request.route().key());
        }
        if (!credentials.mayWrite()) {
            throw new RoutingException(
                    Errno.EACCES,
                    "user " + credentials.user() + " may not " + operation.name().toLowerCase(Locale.ROOT) + " routes");
        }
        Route route = stored(request.route());
        return switch (operation) {
            case ADD -> {
                check(request);
                yield commit(request, origin, pid, tx -> tx.add(route));
            }
            case CHANGE -> {
                // 4.4BSD changed whatever route matched; like its heirs, we change the very one.
                check(request);
                yield commit(request, origin, pid, tx -> tx.change(route));
            }
            case DELETE -> {
                checkLevel(request);
                yield commit(request, origin, pid, tx -> tx.delete(route.key()));
            }
            case LOCK -> throw new RoutingException(Errno.EOPNOTSUPP, "lock: routes have no metrics to lock yet");
            case GET, MARK, RESET, SPAN, DESCRIBE, LISTEN, INFO ->
                throw new RoutingException(Errno.EOPNOTSUPP, "operation " + operation + " is not for routes");
        };
    }

    private RouteReply get(Route.Key key) {
        IpAddress destination = key.prefix().address();
        // Read before the lookup, so that the version is never newer than the answer.
        long version = kernel.version();
        Route match = kernel.lookup(key.table(), destination);
        if (match == null) {
            throw new RoutingException(
                    Errno.ESRCH, "no route to " + destination + " in table " + Integer.toUnsignedString(key.table()));
        }
        return new RouteReply(match, version);
    }

    private interface Change {
        /// @return the route as it is stored, or was
        Object apply(Transaction transaction);
    }

    private RouteReply commit(RouteRequest request, String origin, int pid, Change change) {
        Route[] result = {request.route()};
        long version =
                kernel.commit(new Cause.Request(origin, pid, request.seq()), tx -> result[0] = (Route) change.apply(tx));
        return new RouteReply(result[0], version);
    }

    private static void check(RouteRequest request) {
        checkLevel(request);
        Route route = request.route();
        Prefix prefix = route.key().prefix();
        checkType(route.kind(), prefix);
        if (route.nexthops().size() > MAX_NEXTHOPS) {
            throw new RoutingException(
                    Errno.EINVAL, "route " + prefix + " has " + route.nexthops().size() + " next hops, more than " + MAX_NEXTHOPS);
        }
        for (Nexthop nexthop : route.nexthops()) {
            IpAddress gateway = nexthop.gateway();
            if (gateway != null && gateway.family() != prefix.family()) {
                throw new RoutingException(
                        Errno.EINVAL,
                        "gateway " + gateway + " is " + gateway.family().word() + ", prefix " + prefix + " is "
                                + prefix.family().word());
            }
        }
    }

    private static void checkLevel(RouteRequest request) {
        if (request.level() == RouteRequest.Level.PROGRAMMED) {
            throw new RoutingException(Errno.EOPNOTSUPP, "wait programmed: no driver programs routes yet");
        }
    }

    private static void checkType(RouteType type, Prefix prefix) {
        if (type == RouteType.NAT) {
            throw new RoutingException(Errno.EINVAL, "type nat of route " + prefix + " is obsolete");
        }
        if (type == RouteType.BROADCAST && prefix.family() == Family.INET6) {
            throw new RoutingException(Errno.EINVAL, "type broadcast of route " + prefix + " does not exist in inet6");
        }
    }

    /// What a requester says of the state does not count: only a driver knows.
    private static Route stored(Route route) {
        return new Route(route.key(), route.protocol(), route.kind(), route.nexthops(), RouteState.STORED, null);
    }
}
