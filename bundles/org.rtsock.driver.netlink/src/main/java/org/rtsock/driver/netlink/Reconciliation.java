// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the kernel core to the state of a dump: what is wanted is marked, what is not is swept, and the difference is all that listeners
/// see.
final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    /// What is swept, children first. Tables stay.
    private static final List<MessageType> SWEPT =
            List.of(MessageType.ROUTE, MessageType.IFADDR, MessageType.IFFAMILY, MessageType.IFLOGICAL, MessageType.IFDEV);

    private final RouteMirror routes;
    private final Counters counters;
    private final Map<Integer, HostLink> links = new HashMap<>();
    /// Parents first.
    private final Map<RoutingKey, RoutingObject> wanted = new LinkedHashMap<>();
    private final Set<Family> families;
    private @Nullable RoutingException refusal;

    /// @param trusted whether the dump can tell what is gone, and whether entries that look doubled are different routes
    Reconciliation(HostDump dump, boolean trusted, RouteMirror routes, Counters counters) {
        this.routes = routes;
        this.counters = counters;
        this.families = dump.families();
        dump.links().forEach(link -> links.put(link.index(), link));
        dump.links().stream().filter(link -> !link.isUnit()).forEach(this::want);
        dump.links().stream().filter(HostLink::isUnit).forEach(this::want);
        dump.addresses().forEach(this::want);
        dump.routes().forEach(route -> want(route, trusted));
    }

    private void want(HostLink link) {
        HostLink root = link;
        // A VLAN may be carried by a VLAN. The bound only guards against a dump that leads in a circle.
        for (int depth = 0; root != null && root.isUnit() && depth < links.size(); depth++) {
            root = links.get(root.lower());
        }
        if (root != null) {
            link.objects(root.index()).forEach(this::want);
        }
    }

    private void want(Ifa address) {
        HostLink link = links.get(address.ifl());
        if (link != null) {
            wanted.computeIfAbsent(
                    new Iff.Key(address.ifl(), address.family()), key -> new Iff(address.ifl(), address.family(), link.mtu()));
        }
        want((RoutingObject) address);
    }

    private void want(Route route, boolean trusted) {
        Route.Key key = route.key();
        for (int n = 1; wanted.containsKey(key); n++) {
            key = Instances.numbered(route.key(), n);
        }
        boolean doubled = !key.equals(route.key());
        if (!doubled || trusted) {
            wanted.put(key, doubled ? new Route(key, route.attributes()) : route);
        }
    }

    private void want(RoutingObject object) {
        wanted.put(object.key(), object);
    }

    /// Removes what the dump does not have.
    void sweep(Transaction tx) {
        for (MessageType type : SWEPT) {
            for (RoutingKey key : tx.owned(type)) {
                boolean dumped = !(key instanceof Route.Key route) || families.contains(route.family());
                if (dumped && !wanted.containsKey(key)) {
                    tx.remove(key);
                }
            }
        }
    }

    /// Adds and changes what the dump has. The host has its main and local tables from the start.
    ///
    /// @return the first refusal of the kernel core, null when it took everything
    @Nullable RoutingException put(Transaction tx) {
        for (Family family : Family.values()) {
            routes.ensureTable(tx, new RtTable.Key(RtTable.MAIN, family));
            routes.ensureTable(tx, new RtTable.Key(RtTable.LOCAL, family));
        }
        wanted.values().forEach(object -> put(tx, object));
        return refusal;
    }

    private void put(Transaction tx, RoutingObject object) {
        try {
            if (object instanceof Route route) {
                routes.put(tx, route);
            } else {
                tx.put(object);
            }
        } catch (RoutingException e) {
            counters.refused.increment();
            LOG.debug("Not taken: {}", e.toString());
            refusal = refusal == null ? e : refusal;
        }
    }
}
