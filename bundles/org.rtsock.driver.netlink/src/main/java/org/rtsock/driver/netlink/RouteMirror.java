// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.rtsock.driver.netlink.Rtnetlink.NLM_F_APPEND;
import static org.rtsock.driver.netlink.Rtnetlink.NLM_F_CREATE;
import static org.rtsock.driver.netlink.Rtnetlink.NLM_F_EXCL;
import static org.rtsock.driver.netlink.Rtnetlink.NLM_F_REPLACE;

import java.util.ArrayList;
import java.util.List;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RtTable;

/// Applies what the host says of routes, as far as it can be told from the message and what is known; else a dump decides.
///
/// The flags of a new route are the host's own account, not the requester's wish. EXCL: there was no route of this prefix, type of service
/// and metric. REPLACE: it took the place of one, the first of them. Neither: it stands beside others, in IPv6 perhaps as a leg of a
/// multipath route.
final class RouteMirror {
    private final ResyncPlan plan;
    private final TableNames names;

    RouteMirror(ResyncPlan plan, TableNames names) {
        this.plan = plan;
        this.names = names;
    }

    void seen(Transaction tx, Route route, int flags) {
        boolean inet = route.key().family() == Family.INET;
        boolean first = (flags & NLM_F_EXCL) != 0;
        boolean replaces = (flags & NLM_F_REPLACE) != 0 && tx.get(route.key()) != null && !Instances.crowded(tx, route.key());
        if (first || (inet ? replaces : standsBeside(tx, route, flags))) {
            put(tx, route);
        } else if (replaces && !isOnLink(route)) {
            // Most likely in the place of the other gateways, but it may have been that of a route without gateway.
            put(tx, route);
            plan.doubt(ResyncPlan.INET6);
        } else {
            plan.stale(inet ? ResyncPlan.INET : ResyncPlan.INET6);
        }
    }

    /// Whether a new IPv6 route certainly is one of its own beside others: what the host itself makes on every link, such as fe80::/64, and
    /// the first one with gateways. More gateways would be legs of that one, announced in an order that only a dump tells.
    private static boolean standsBeside(Transaction tx, Route route, int flags) {
        boolean firstWithGateways = !isOnLink(route) && tx.get(route.key()) == null;
        boolean hostsOwn = isOnLink(route) && route.protocol() == RouteProtocol.KERNEL;
        return (flags & (NLM_F_CREATE | NLM_F_APPEND)) == NLM_F_CREATE && (firstWithGateways || hostsOwn);
    }

    void gone(Transaction tx, Route route) {
        boolean inet = route.key().family() == Family.INET;
        boolean told = !Instances.crowded(tx, route.key()) && (inet ? removeWhole(tx, route) : removeLegs(tx, route));
        if (!told) {
            plan.stale(inet ? ResyncPlan.INET : ResyncPlan.INET6);
        }
    }

    private static boolean removeWhole(Transaction tx, Route route) {
        if (!(tx.get(route.key()) instanceof Route known)) {
            return true;
        }
        boolean same = known.kind() == route.kind()
                && known.protocol() == route.protocol()
                && known.nexthops().size() == route.nexthops().size()
                && without(known.nexthops(), route.nexthops()).isEmpty();
        return same && tx.remove(route.key());
    }

    /// The host deletes an IPv6 multipath route leg by leg or at once, as the request went.
    private static boolean removeLegs(Transaction tx, Route route) {
        if (!(tx.get(route.key()) instanceof Route known)) {
            return true;
        }
        List<Nexthop> left = without(known.nexthops(), route.nexthops());
        if (known.nexthops().size() - left.size() != route.nexthops().size()) {
            return false;
        }
        if (left.isEmpty()) {
            return tx.remove(route.key());
        }
        tx.put(known.withNexthops(left.size() == 1 ? List.of(unweighted(left.getFirst())) : left));
        return true;
    }

    /// The host shows a weight only on legs of a multipath route, so the last one loses its own.
    private static Nexthop unweighted(Nexthop leg) {
        return new Nexthop(leg.gateway(), leg.ifl(), leg.ifname(), 1);
    }

    private static List<Nexthop> without(List<Nexthop> legs, List<Nexthop> removed) {
        List<Nexthop> left = new ArrayList<>(legs);
        left.removeIf(leg -> removed.stream().anyMatch(other -> isSame(leg, other)));
        return left;
    }

    /// Whether two legs lead to the same place; the weight does not tell legs apart, and the name is the kernel core's.
    private static boolean isSame(Nexthop a, Nexthop b) {
        return a.ifl() == b.ifl() && (a.gateway() == null ? b.gateway() == null : a.gateway().equals(b.gateway()));
    }

    private static boolean isOnLink(Route route) {
        return route.nexthops().stream().allMatch(leg -> leg.gateway() == null);
    }

    void put(Transaction tx, Route route) {
        ensureTable(tx, route.key().tableKey());
        tx.put(route);
    }

    /// The host's tables come with their first route and stay.
    void ensureTable(Transaction tx, RtTable.Key key) {
        if (tx.get(key) == null) {
            tx.put(new RtTable(key.id(), names.name(key.id()), key.family()));
        }
    }
}
