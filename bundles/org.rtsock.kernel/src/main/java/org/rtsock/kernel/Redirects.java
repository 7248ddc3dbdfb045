// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// `rtredirect`: what becomes of redirects, and when they end. Guarded by the kernel's lock.
///
/// Where 4.4BSD came to the test for a route to an interface only when it was told not to look at the author, it comes first here. A
/// redirect of a whole network makes a route to that network; 4.4BSD led the less specific route elsewhere, and with it all that was
/// never spoken of.
final class Redirects {
    private final KernelState state;
    private final RouteStore store;
    private final CommitLog log;
    private final RouteStatistics statistics;
    private final int limit;
    /// As for a request, also when a driver tells of the redirect: no redirect says on which link its gateway is.
    private final NexthopCompletion completion;

    /// @param limit redirects in force at a time
    Redirects(KernelState state, CommitLog log, RouteStatistics statistics, int limit) {
        this.state = state;
        this.store = state.routes();
        this.log = log;
        this.statistics = statistics;
        this.limit = limit;
        this.completion = new NexthopCompletion(state.interfaces(), false);
    }

    /// Carries out a redirect.
    ///
    /// @throws RoutingException why not
    void accept(Redirect redirect, RouteOperations routes) {
        Redirect.Key key = redirect.key();
        Prefix destination = key.destination();
        Route route = lookup(key);
        Nexthop before = route == null ? null : left(redirect, route);
        Nexthop after = onLink(redirect, before);
        if (isOwn(redirect.gateway())) {
            throw new RoutingException(Errno.EHOSTUNREACH, "gateway " + redirect.gateway() + " is this system itself");
        }
        requireRoom(key);
        if (route != null && before != null && route.key().prefix().equals(destination)) {
            lead(route, before, after, routes);
            write(redirect, !route.attributes().has(RouteFlag.DYNAMIC));
            statistics.countInCommit(statistics(key, route.protocol()), Counter.NEW_GATEWAYS);
        } else {
            routes.add(new RouteRow().set(made(key, after)));
            write(redirect, false);
            statistics.countInCommit(statistics(key, RouteProtocol.REDIRECT), Counter.DYNAMIC);
        }
    }

    /// The route in use for the whole of the destination: none that is for a part of it.
    private @Nullable Route lookup(Redirect.Key key) {
        IpAddress address = key.destination().address();
        int row = RouteRows.NONE;
        for (int length = key.destination().length(); length >= 0 && row == RouteRows.NONE; length--) {
            row = store.find(key.table(), Prefix.containing(address, length));
        }
        return row == RouteRows.NONE ? null : store.route(row);
    }

    /// The next hop that the author wants us to leave.
    private static Nexthop left(Redirect redirect, Route route) {
        if (route.nexthops().stream().allMatch(hop -> hop.gateway() == null)) {
            throw new RoutingException(
                    Errno.EHOSTUNREACH,
                    "destination " + redirect.key().destination() + " has route " + route.key().prefix() + ", which has no gateway");
        }
        return route.nexthops().stream()
                .filter(hop -> redirect.author().equals(hop.gateway()))
                .findFirst()
                .orElseThrow(() -> new RoutingException(
                        Errno.EINVAL, "author " + redirect.author() + " is not the gateway of route " + route.key().prefix()));
    }

    /// The next hop to the new gateway. A link-local one is where its author is (RFC 4861 s. 8.3).
    ///
    /// @throws RoutingException ENETUNREACH when it is on no connected network
    private Nexthop onLink(Redirect redirect, @Nullable Nexthop before) {
        IpAddress gateway = redirect.gateway();
        int ifl = 0;
        if (NexthopCompletion.isLinkLocal(gateway)) {
            if (before == null) {
                throw new RoutingException(
                        Errno.EINVAL, "gateway " + gateway + " is link-local, and no route tells on which link");
            }
            ifl = before.ifl();
        }
        return completion.complete(new Nexthop(gateway, ifl, "", before == null ? 1 : before.weight()));
    }

    /// `ifa_ifwithaddr`.
    private boolean isOwn(IpAddress gateway) {
        boolean[] own = {false};
        state.forEach(MessageType.IFADDR, entry -> own[0] |= entry.value() instanceof Ifa ifa && ifa.local().equals(gateway));
        return own[0];
    }

    private void requireRoom(Redirect.Key key) {
        if (!state.has(key) && state.count(MessageType.REDIRECT) >= limit) {
            throw new RoutingException(Errno.ENOBUFS, limit + " redirects are in force, no more are taken");
        }
    }

    private static void lead(Route route, Nexthop before, Nexthop after, RouteOperations routes) {
        List<Nexthop> hops =
                route.nexthops().stream().map(hop -> hop.equals(before) ? after : hop).toList();
        Set<RouteFlag> flags = EnumSet.of(RouteFlag.MODIFIED);
        flags.addAll(route.flags());
        routes.change(new RouteRow()
                .key(route.key())
                .attributes(route.attributes().withNexthops(hops).withFlags(flags)));
    }

    private static Route made(Redirect.Key key, Nexthop hop) {
        return new Route(
                Route.Key.of(key.table(), key.destination(), 0),
                new RouteAttributes(RouteProtocol.REDIRECT, RouteType.UNICAST, List.of(hop), RouteState.STORED, null)
                        .withFlags(Set.of(RouteFlag.DYNAMIC)));
    }

    private void write(Redirect redirect, boolean modified) {
        log.objects().write(new Redirect(redirect.key(), redirect.gateway(), redirect.author(), modified), Owner.KERNEL);
    }

    /// Ends a redirect that somebody asks to: the route that it made goes, one that was there before stays as it is.
    ///
    /// @throws RoutingException ESRCH, or EOPNOTSUPP when the route is not the requester's
    Redirect delete(Redirect.Key key, RouteOperations routes) {
        Entry entry = state.get(key);
        if (entry == null) {
            throw new RoutingException(Errno.ESRCH, key.text() + " does not exist");
        }
        Redirect redirect = (Redirect) entry.value();
        if (redirect.modified()) {
            log.objects().delete(key);
        } else {
            // The redirect follows.
            routes.delete(new RouteRow().key(Route.Key.of(key.table(), key.destination(), 0)));
        }
        return redirect;
    }

    /// Ends the redirects whose route went, or was led elsewhere. Before the commit is settled. Looks at the redirects or at the routes
    /// that the commit touched, whichever are fewer.
    void follow() {
        int inForce = state.count(MessageType.REDIRECT);
        if (inForce == 0) {
            return;
        }
        RouteLog routes = log.routes();
        List<Redirect> doubtful = new ArrayList<>();
        if (routes.size() < inForce) {
            for (int step = 0; step < routes.size(); step++) {
                int row = routes.row(step);
                Redirect.Key key = new Redirect.Key(store.tableOf(row).key().id(), store.prefix(row));
                if (state.get(key) instanceof Entry entry) {
                    doubtful.add((Redirect) entry.value());
                }
            }
        } else {
            state.forEach(MessageType.REDIRECT, entry -> doubtful.add((Redirect) entry.value()));
        }
        doubtful.stream().filter(redirect -> !leads(redirect)).forEach(redirect -> log.objects().delete(redirect.key()));
    }

    /// Whether the route that the redirect made or led elsewhere still leads through the gateway.
    private boolean leads(Redirect redirect) {
        Prefix destination = redirect.key().destination();
        RouteTable table = store.table(redirect.key().table(), destination.family());
        if (table == null) {
            return false;
        }
        IpAddress address = destination.address();
        RouteRows rows = store.rows();
        int row = table.first(address.high(), address.low(), destination.length());
        while (row != RouteRows.NONE && !(store.isAlive(row) && isOf(redirect, store.attributes().at(rows.attributes(row))))) {
            row = rows.next(row);
        }
        return row != RouteRows.NONE;
    }

    /// Whether these are the attributes of the route that the redirect made or led elsewhere, and not of another one with the same gateway.
    private static boolean isOf(Redirect redirect, RouteAttributes route) {
        return route.has(redirect.modified() ? RouteFlag.MODIFIED : RouteFlag.DYNAMIC)
                && route.nexthops().stream().anyMatch(hop -> redirect.gateway().equals(hop.gateway()));
    }

    private static RtTable.Key tableKey(Redirect.Key key) {
        return new RtTable.Key(key.table(), key.destination().family());
    }

    static RtStats.Key statistics(Redirect.Key key, int protocol) {
        return RtStats.Key.of(tableKey(key), protocol);
    }
}
