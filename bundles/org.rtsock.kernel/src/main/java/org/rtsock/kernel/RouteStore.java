// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RtTable;

/// The routes of all tables, and which of them lead through a logical interface. Guarded by the kernel's lock.
///
/// A table that has no route here may still be there as an object.
final class RouteStore {
    private final Map<RtTable.Key, RouteTable> tables = new LinkedHashMap<>();
    private final SetIndex<Integer, Route.Key> byInterface = new SetIndex<>();

    @Nullable Entry get(Route.Key key) {
        RouteTable table = tables.get(key.tableKey());
        return table == null ? null : table.get(key);
    }

    /// See [ObjectStore#set].
    @Nullable Entry set(Route.Key key, @Nullable Entry entry) {
        RouteTable table = tables.computeIfAbsent(key.tableKey(), _ -> new RouteTable());
        Entry before = table.set(key, entry);
        if (table.isEmpty()) {
            tables.remove(key.tableKey());
        }
        if (before != null) {
            nexthops(before).forEach(hop -> byInterface.remove(hop.ifl(), key));
        }
        if (entry != null) {
            nexthops(entry).stream().filter(hop -> hop.ifl() != 0).forEach(hop -> byInterface.add(hop.ifl(), key));
        }
        return before;
    }

    @Nullable Entry best(RtTable.Key table, IpAddress destination) {
        RouteTable routes = tables.get(table);
        return routes == null ? null : routes.best(destination);
    }

    /// Keys of the routes with a next hop on a logical interface. A copy.
    List<Route.Key> through(int ifl) {
        return byInterface.of(ifl);
    }

    /// Keys of the routes of a table. A copy.
    List<Route.Key> of(RtTable.Key table) {
        List<Route.Key> keys = new ArrayList<>();
        RouteTable routes = tables.get(table);
        if (routes != null) {
            routes.forEach(entry -> keys.add(((Route) entry.value()).key()));
        }
        return keys;
    }

    void forEach(Consumer<Entry> action) {
        tables.values().forEach(table -> table.forEach(action));
    }

    private static List<Nexthop> nexthops(Entry entry) {
        return ((Route) entry.value()).nexthops();
    }
}
