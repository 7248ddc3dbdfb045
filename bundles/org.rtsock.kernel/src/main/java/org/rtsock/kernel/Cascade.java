// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// What follows from a change: children go with their parent, next hops with their interface, and names are kept true. Each object that
/// goes or changes is written for itself, so listeners need infer nothing.
final class Cascade {
    private final KernelState state;
    private final ChangeLog log;

    Cascade(KernelState state, ChangeLog log) {
        this.state = state;
        this.log = log;
    }

    /// Deletes an object and all that cannot be without it, whoever owns that.
    void delete(RoutingKey key) {
        state.children(key).forEach(this::delete);
        if (key instanceof Ifl.Key(int index)) {
            state.routes().through(index).forEach(route -> withdraw(route, index));
        }
        log.delete(key);
    }

    /// Takes the next hops on an interface from a route, and the route when none is left.
    private void withdraw(Route.Key key, int ifl) {
        Entry entry = present(key);
        Route route = (Route) entry.value();
        List<Nexthop> remaining =
                route.nexthops().stream().filter(hop -> hop.ifl() != ifl).toList();
        if (remaining.isEmpty()) {
            log.delete(key);
        } else {
            log.write(route.withNexthops(remaining), entry.owner());
        }
    }

    /// Writes an object; where an interface changes its name, also the routes that show it.
    void write(RoutingObject object, Owner owner) {
        switch (object) {
            case Ifd ifd -> {
                Ifd before = state.interfaces().ifd(ifd.index());
                log.write(ifd, owner);
                if (before != null && !before.name().equals(ifd.name())) {
                    state.interfaces().children(ifd.key()).forEach(this::rename);
                }
            }
            case Ifl ifl -> {
                String before = hostName(ifl.index());
                log.write(ifl, owner);
                if (before != null && !before.equals(hostName(ifl.index()))) {
                    rename(ifl.key());
                }
            }
            default -> log.write(object, owner);
        }
    }

    private void rename(RoutingKey key) {
        if (key instanceof Ifl.Key(int index) && hostName(index) instanceof String name) {
            state.routes().through(index).forEach(route -> rename(route, index, name));
        }
    }

    private void rename(Route.Key key, int ifl, String name) {
        Entry entry = present(key);
        Route route = (Route) entry.value();
        List<Nexthop> renamed = route.nexthops().stream()
                .map(hop -> hop.ifl() == ifl ? NexthopCompletion.named(hop, ifl, name) : hop)
                .toList();
        if (!renamed.equals(route.nexthops())) {
            log.write(route.withNexthops(renamed), entry.owner());
        }
    }

    private @Nullable String hostName(int index) {
        Ifl ifl = state.interfaces().ifl(index);
        return ifl == null ? null : state.interfaces().hostName(ifl);
    }

    private Entry present(RoutingKey key) {
        return Objects.requireNonNull(state.get(key), () -> KeyText.of(key) + " is indexed but not there");
    }
}
