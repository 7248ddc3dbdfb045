// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// The rules of integrity and ownership once more, as a map that is searched until nothing is left to repair.
final class NaiveKernel {
    enum Verb {
        ADD,
        CHANGE,
        PUT,
        DELETE
    }

    Map<RoutingKey, RoutingObject> objects = new HashMap<>();
    Map<RoutingKey, Owner> owners = new HashMap<>();

    NaiveKernel copy() {
        NaiveKernel copy = new NaiveKernel();
        copy.objects = new HashMap<>(objects);
        copy.owners = new HashMap<>(owners);
        return copy;
    }

    /// @return why the operation is refused, null when it was done
    @Nullable Errno apply(Verb verb, RoutingObject object, Owner writer) {
        RoutingKey key = object.key();
        boolean present = objects.containsKey(key);
        if (verb == Verb.ADD && present) {
            return Errno.EEXIST;
        }
        if (!present && (verb == Verb.CHANGE || verb == Verb.DELETE)) {
            return Errno.ESRCH;
        }
        Owner owner = owners.get(key);
        if (owner != null && owner.driver() && !owner.equals(writer)) {
            return Errno.EOPNOTSUPP;
        }
        if (verb == Verb.DELETE) {
            objects.remove(key);
        } else {
            Errno missing = missing(object);
            if (missing != null) {
                return missing;
            }
            objects.put(key, object);
            if (verb != Verb.CHANGE) {
                owners.put(key, writer);
            }
        }
        repair();
        return null;
    }

    private void repair() {
        Map<RoutingKey, RoutingObject> before;
        do {
            before = new HashMap<>(objects);
            objects.values().removeIf(object -> parent(object) instanceof RoutingKey parent && !objects.containsKey(parent));
            objects.replaceAll((_, object) -> object instanceof Route route ? repaired(route) : object);
            objects.values().removeIf(object -> object instanceof Route route && route.kind().needsNexthop() && route.nexthops().isEmpty());
        } while (!before.equals(objects));
        owners.keySet().retainAll(objects.keySet());
    }

    private Route repaired(Route route) {
        List<Nexthop> nexthops = route.nexthops().stream()
                .filter(hop -> objects.containsKey(new Ifl.Key(hop.ifl())))
                .map(hop -> new Nexthop(hop.gateway(), hop.ifl(), name(hop.ifl()), hop.weight()))
                .toList();
        return route.withNexthops(nexthops);
    }

    private String name(int index) {
        if (objects.get(new Ifl.Key(index)) instanceof Ifl ifl && objects.get(new Ifd.Key(ifl.ifd())) instanceof Ifd ifd) {
            return ifl.unit() == 0 && ifl.name().equals(ifd.name() + ".0") ? ifd.name() : ifl.name();
        }
        throw new AssertionError("ifl " + index + " has no device");
    }

    private @Nullable Errno missing(RoutingObject object) {
        RoutingKey parent = parent(object);
        if (parent != null && !objects.containsKey(parent)) {
            return object instanceof Route ? Errno.ESRCH : Errno.ENODEV;
        }
        return object instanceof Route route
                        && route.nexthops().stream().anyMatch(hop -> !objects.containsKey(new Ifl.Key(hop.ifl())))
                ? Errno.ENODEV
                : null;
    }

    static @Nullable RoutingKey parent(RoutingObject object) {
        return switch (object) {
            case Ifl ifl -> new Ifd.Key(ifl.ifd());
            case Iff iff -> new Ifl.Key(iff.ifl());
            case Ifa ifa -> new Iff.Key(ifa.ifl(), ifa.family());
            case Route route -> route.key().tableKey();
            case Ifd _, RtTable _, Redirect _, RtStats _, ExtensionObject _ -> null;
        };
    }
}
