// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.RoutingObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies events to the kernel core, which is the only memory of what is mirrored. Where an event does not say all that happened, it tells
/// the plan. Belongs to the driver's thread.
final class Mirror {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

    private final ResyncPlan plan;
    private final RouteMirror routes;
    private final Counters counters;

    Mirror(ResyncPlan plan, RouteMirror routes, Counters counters) {
        this.plan = plan;
        this.routes = routes;
        this.counters = counters;
    }

    /// Applies an event. Events may be repeated or come after what they tell is already known.
    void apply(Transaction tx, HostEvent event) {
        try {
            switch (event) {
                case HostEvent.LinkSeen(HostLink link) -> linkSeen(tx, link);
                case HostEvent.LinkGone(int index) -> linkGone(tx, index);
                case HostEvent.AddressSeen(Ifa address) -> addressSeen(tx, address);
                case HostEvent.AddressGone(Ifa address) -> addressGone(tx, address);
                case HostEvent.RouteSeen seen -> routes.seen(tx, seen.route(), seen.flags());
                case HostEvent.RouteGone gone -> routes.gone(tx, gone.route());
                // Where an object was changed, the host repeats the routes that use it.
                case HostEvent.NexthopChanged() -> plan.doubt(ResyncPlan.BOTH);
                case HostEvent.NexthopGone() -> plan.stale(ResyncPlan.BOTH);
                case HostEvent.Sighted(PluginMirror plugin, HostMirror.Sighting sighting) -> plugin.apply(tx, sighting);
            }
        } catch (RoutingException e) {
            counters.refused.increment();
            LOG.debug("Not taken: {}", e.toString());
            if (e.errno() == Errno.ENODEV || e.errno() == Errno.ESRCH) {
                plan.stale(ResyncPlan.BOTH); // its parent is missing: something came before that we have not heard of
            }
        }
    }

    /// Notes what the links of a dump tell, before they are taken over: the events that announce it come after it and find nothing changed
    /// any more.
    void dumped(Transaction tx, List<HostLink> links) {
        links.forEach(link -> noteSilence(tx, link));
    }

    private void linkSeen(Transaction tx, HostLink link) {
        int device = device(tx, link);
        if (tx.get(new Ifl.Key(link.index())) instanceof Ifl known && known.ifd() != device) {
            linkGone(tx, link.index());
        } else {
            noteSilence(tx, link);
        }
        if (!link.up() || !link.running()) {
            // A dump shows a lost carrier at once, the host acts on it when it announces it.
            plan.doubt(ResyncPlan.BOTH);
        }
        for (RoutingObject object : link.objects(device)) {
            tx.put(object);
        }
        for (Family family : Family.values()) {
            if (!link.speaks(family)) {
                tx.remove(new Iff.Key(link.index(), family));
            }
        }
    }

    /// Tells the plan what else the host may have done, without a word, when it changed a link from what is known to this.
    private void noteSilence(Transaction tx, HostLink link) {
        if (tx.get(new Ifd.Key(link.index())) instanceof Ifd before) {
            deviceChanged(before, link);
        } else if (tx.get(new Ifl.Key(link.index())) instanceof Ifl before && before.up() && !link.up()) {
            plan.stale(ResyncPlan.BOTH);
        }
        for (Family family : Family.values()) {
            if (!link.speaks(family) && tx.get(new Iff.Key(link.index(), family)) != null) {
                plan.stale(ResyncPlan.BOTH);
            }
        }
    }

    private void deviceChanged(Ifd before, HostLink link) {
        if (before.up() && !link.up() || before.running() && !link.running()) {
            // IPv4 routes, and IPv6 routes if the host is so configured, go without a word when their link goes down or, where they use
            // nexthop objects, loses its carrier.
            plan.stale(ResyncPlan.BOTH);
        } else if (!before.running() && link.running()) {
            // The host gives the link an IPv6 address of its own, but does not announce it before it has made sure that nobody else has it.
            plan.stale(ResyncPlan.NONE);
        } else if (before.mtu() != link.mtu()) {
            // Below 1280 bytes a link does not speak IPv6. The host decides that after it has announced the new size, and keeps it to
            // itself.
            plan.stale(ResyncPlan.INET6);
        }
    }

    /// The ifd of a link: its own, or for a VLAN that of the link that carries it, which may be a VLAN itself.
    private static int device(Transaction tx, HostLink link) {
        if (!link.isUnit()) {
            return link.index();
        }
        if (tx.get(new Ifl.Key(link.lower())) instanceof Ifl lower) {
            return lower.ifd();
        }
        throw new RoutingException(Errno.ENODEV, "link " + link.name() + " is carried by unknown link " + link.lower());
    }

    /// A link takes its addresses, the VLANs on it and all routes through it along.
    private void linkGone(Transaction tx, int index) {
        tx.remove(new Ifl.Key(index));
        tx.remove(new Ifd.Key(index));
        plan.stale(ResyncPlan.BOTH);
    }

    private void addressSeen(Transaction tx, Ifa address) {
        Iff.Key family = new Iff.Key(address.ifl(), address.family());
        if (tx.get(family) == null) {
            tx.put(new Iff(address.ifl(), address.family(), mtu(tx, address.ifl())));
        }
        tx.put(address);
        if (address.peer() != null) {
            plan.stale(ResyncPlan.NONE); // the host changes the peer of an IPv6 address in place, and so its key
        }
    }

    private static int mtu(Transaction tx, int index) {
        if (tx.get(new Ifl.Key(index)) instanceof Ifl ifl && tx.get(new Ifd.Key(ifl.ifd())) instanceof Ifd ifd) {
            return ifd.mtu();
        }
        throw new RoutingException(Errno.ENODEV, "address on unknown link " + index);
    }

    /// With an IPv4 address go, without a word, routes that prefer it as source; with the last one of a link all IPv4 routes through it.
    private void addressGone(Transaction tx, Ifa address) {
        tx.remove(address.key());
        if (address.family() == Family.INET) {
            plan.stale(ResyncPlan.INET);
        }
    }
}
