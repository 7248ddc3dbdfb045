// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// A mirror in front of a kernel core, fed by hand, with links 2 and 3 to begin with.
final class MirrorFixture {
    static final int CREATED = Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL;
    static final int BESIDE = Rtnetlink.NLM_F_CREATE;
    static final int APPENDED = Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_APPEND;
    static final int REPLACED = Rtnetlink.NLM_F_REPLACE;
    private static final int STATIC = 4;

    final ObservedKernel observed = new ObservedKernel();
    final Counters counters = new Counters();
    final ResyncPlan plan = new ResyncPlan(() -> 0, 500);
    private final RouteMirror routes = new RouteMirror(plan, TableNames.read(Path.of("/nonexistent")));
    private final Mirror mirror = new Mirror(plan, routes, counters);

    MirrorFixture() {
        hear(new HostEvent.LinkSeen(link(2, "v0")), new HostEvent.LinkSeen(link(3, "v1")));
        observed.takeLog();
    }

    void hear(HostEvent... events) {
        observed.commit(tx -> List.of(events).forEach(event -> mirror.apply(tx, event)));
    }

    void reconcile(HostDump dump, boolean trusted) {
        Reconciliation target = new Reconciliation(dump, trusted, routes, counters);
        observed.commit(tx -> {
            mirror.dumped(tx, dump.links());
            if (trusted) {
                target.sweep(tx);
            }
            target.put(tx);
        });
    }

    @Nullable RoutingObject get(RoutingKey key) {
        return observed.state().stream().filter(object -> object.key().equals(key)).findFirst().orElse(null);
    }

    boolean has(RoutingKey key) {
        return get(key) != null;
    }

    /// What is owed now, and pays it.
    Set<Family> owed() {
        Set<Family> owed = plan.begin();
        plan.end(true);
        return owed;
    }

    /// Gateways of a route's legs; null for one that is not there.
    @Nullable List<String> gateways(RoutingKey key) {
        return get(key) instanceof Route route
                ? route.nexthops().stream().map(leg -> String.valueOf(leg.gateway())).toList()
                : null;
    }

    static HostLink link(int index, String name) {
        return new HostLink(index, name, MacAddress.NONE, 1500, true, true, "veth", 0, 0, true, 1500);
    }

    static HostLink link(int index, String name, int mtu, boolean up, boolean running, int inet6Mtu) {
        return new HostLink(index, name, MacAddress.NONE, mtu, up, running, "veth", 0, 0, true, inet6Mtu);
    }

    static HostLink vlan(int index, int lower, int id) {
        return new HostLink(index, "vlan" + id, MacAddress.NONE, 1500, true, true, "vlan", lower, id, true, 1500);
    }

    static Ifa address(int index, String local, int length) {
        IpAddress address = IpAddress.parse(local);
        return new Ifa(index, address, Prefix.containing(address, length), null, null);
    }

    static Nexthop via(String gateway, int link) {
        return Nexthop.via(IpAddress.parse(gateway), link);
    }

    /// A route as the decoder makes it, in the main table.
    static Route route(String prefix, Nexthop... legs) {
        Prefix destination = Prefix.parse(prefix);
        boolean onLink = destination.family() == Family.INET6 && legs.length == 1 && legs[0].gateway() == null;
        Route.Key key = new Route.Key(254, destination, 10, 0, null, onLink ? legs[0].ifl() : 0);
        return new Route(key, STATIC, RouteType.UNICAST, List.of(legs), RouteState.PROGRAMMED, null);
    }

    static HostEvent seen(int flags, Route route) {
        return new HostEvent.RouteSeen(route, flags);
    }

    static HostEvent gone(Route route) {
        return new HostEvent.RouteGone(route);
    }
}
