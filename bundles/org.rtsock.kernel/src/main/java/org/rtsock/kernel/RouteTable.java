// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;

/// The routes of one table and family. Guarded by the kernel's lock.
///
/// At each prefix stands the list of its routes, most preferred first; nearly always it has one element.
final class RouteTable {
    private static final Comparator<Route.Key> PREFERENCE = Comparator.<Route.Key, Integer>comparing(
                    Route.Key::priority, Integer::compareUnsigned)
            .thenComparingInt(Route.Key::tos)
            .thenComparing(Route.Key::source, Comparator.nullsFirst(Comparator.<Prefix>naturalOrder()))
            .thenComparing(Route.Key::instance, Integer::compareUnsigned);

    private final PrefixTree<List<Entry>> prefixes = new PrefixTree<>();

    @Nullable Entry get(Route.Key key) {
        List<Entry> routes = prefixes.get(key.prefix());
        if (routes != null) {
            for (Entry entry : routes) {
                if (entry.value().key().equals(key)) {
                    return entry;
                }
            }
        }
        return null;
    }

    /// See [ObjectStore#set].
    @Nullable Entry set(Route.Key key, @Nullable Entry entry) {
        List<Entry> present = prefixes.get(key.prefix());
        List<Entry> routes = new ArrayList<>(present == null ? List.of() : present);
        Entry before = null;
        int place = 0;
        while (place < routes.size() && PREFERENCE.compare(key(routes.get(place)), key) < 0) {
            place++;
        }
        if (place < routes.size() && key(routes.get(place)).equals(key)) {
            before = routes.remove(place);
        }
        if (entry != null) {
            routes.add(place, entry);
        }
        if (routes.isEmpty()) {
            prefixes.remove(key.prefix());
        } else {
            prefixes.put(key.prefix(), List.copyOf(routes));
        }
        return before;
    }

    /// The most preferred route of the longest prefix, of those that are for every type of service and every source.
    @Nullable Entry best(IpAddress destination) {
        return prefixes.longest(destination, routes -> {
            for (Entry entry : routes) {
                if (key(entry).tos() == 0 && key(entry).source() == null) {
                    return entry;
                }
            }
            return null;
        });
    }

    boolean isEmpty() {
        return prefixes.isEmpty();
    }

    void forEach(Consumer<Entry> action) {
        prefixes.forEach(routes -> routes.forEach(action));
    }

    private static Route.Key key(Entry entry) {
        return ((Route) entry.value()).key();
    }
}
