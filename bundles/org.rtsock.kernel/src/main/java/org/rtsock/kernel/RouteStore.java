// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RtTable;

/// The routes of all tables. Knows no rules. Guarded by the kernel's lock, but for [#forwarding], [#lookup] and [#sizes].
///
/// A table that has no route here may still be there as an object.
final class RouteStore {
    private final RouteRows rows = new RouteRows();
    private final SharedAttributes attributes = new SharedAttributes(rows);
    private final Owners owners = new Owners();
    private final InternTable<Prefix> sources = new InternTable<>("source prefixes of routes", RouteRows.MAX_SOURCE);
    private final InternTable<RouteTable> numbers = new InternTable<>("tables with routes", RouteRows.MAX_TABLE);
    /// Written under the kernel's lock, read by any thread.
    private final Map<RtTable.Key, RouteTable> tables = new ConcurrentHashMap<>();
    /// The table of the last route: batches stay in one, so that finding it again needs no key.
    private @Nullable RouteTable last;

    RouteRows rows() {
        return rows;
    }

    SharedAttributes attributes() {
        return attributes;
    }

    Owners owners() {
        return owners;
    }

    /// The routes of a table, null when it has none.
    @Nullable RouteTable table(int id, Family family) {
        RouteTable table = last;
        if (table == null || table.key().id() != id || table.key().family() != family) {
            table = tables.get(new RtTable.Key(id, family));
            last = table;
        }
        return table;
    }

    RouteTable tableOf(int row) {
        return numbers.at(rows.table(row));
    }

    /// The row of the route that this one names: alive, or dead since this commit; [RouteRows#NONE] otherwise.
    int find(RouteRow route) {
        RouteTable table = table(route.table(), route.family());
        int source = route.source() == null ? 0 : sources.find(route.source());
        if (table == null || route.source() != null && source == 0) {
            return RouteRows.NONE;
        }
        return table.find(
                route.high(),
                route.low(),
                RouteRows.pair(route.priority(), route.instance()),
                RouteRows.apart(route.length(), route.tos(), source));
    }

    /// The first row of a prefix that is alive and for all packets to it; [RouteRows#NONE] otherwise.
    int find(int id, Prefix prefix) {
        RouteTable table = table(id, prefix.family());
        IpAddress address = prefix.address();
        int row = table == null ? RouteRows.NONE : table.first(address.high(), address.low(), prefix.length());
        while (row != RouteRows.NONE && (!isAlive(row) || rows.tos(row) != 0 || rows.source(row) != 0)) {
            row = rows.next(row);
        }
        return row;
    }

    boolean isAlive(int row) {
        return row != RouteRows.NONE && rows.attributes(row) != 0;
    }

    /// A new row for a key that has none, not yet alive.
    ///
    /// @throws org.rtsock.api.RoutingException ENOBUFS when there are too many tables, sources or rows
    int create(RouteRow route) {
        RouteTable table = table(route.table(), route.family());
        if (table == null) {
            table = open(new RtTable.Key(route.table(), route.family()));
        }
        table.exact().reserve();
        int source = route.source() == null ? 0 : sources.intern(route.source());
        int row = rows.take(route, source, table.number());
        numbers.use(table.number());
        if (source != 0) {
            sources.use(source);
        }
        table.link(row);
        return row;
    }

    private RouteTable open(RtTable.Key key) {
        RouteTable table = new RouteTable(key, rows, attributes, sources);
        table.number(numbers.intern(table));
        tables.put(key, table);
        last = table;
        return table;
    }

    /// Gives back a row that is dead, out of its chain and not published.
    void release(int row) {
        numbers.drop(rows.table(row));
        if (rows.source(row) != 0) {
            sources.drop(rows.source(row));
        }
        rows.release(row);
    }

    /// At the end of a commit: forgets attributes, sources and tables that no row has any more.
    void sweep() {
        attributes.sweep();
        sources.sweep(_ -> {});
        numbers.sweep(number -> {
            RouteTable table = numbers.at(number);
            tables.remove(table.key());
            table.forwarding().retire();
            last = null;
        });
    }

    /// Shows the rows that are alive.
    void forEach(IntConsumer action) {
        for (int row = 1; row < rows.bound(); row++) {
            if (rows.attributes(row) != 0) {
                action.accept(row);
            }
        }
    }

    /// Shows the published rows of a table within a prefix that are still alive, by prefix, then from the most preferred on.
    void walk(RouteTable table, Prefix within, IntConsumer action) {
        table.forwarding().trie().walk(within, (high, low, length) -> {
            for (int row = table.first(high, low, length); row != RouteRows.NONE; row = rows.next(row)) {
                if (rows.attributes(row) != 0) {
                    action.accept(row);
                }
            }
        });
    }

    /// Fills in the key of a row, and these attributes.
    void fill(RouteRow route, int row, int attributesNumber) {
        RtTable.Key table = tableOf(row).key();
        route.prefix(table.family(), rows.high(row), rows.low(row), rows.length(row))
                .table(table.id())
                .priority(rows.priority(row))
                .apart(rows.tos(row), sources.get(rows.source(row)), rows.instance(row))
                .attributes(attributes.at(attributesNumber));
    }

    Prefix prefix(int row) {
        return new Prefix(new IpAddress(tableOf(row).key().family(), rows.high(row), rows.low(row)), rows.length(row));
    }

    /// The route of a row that is alive, as a value.
    Route route(int row) {
        RouteRow route = new RouteRow();
        fill(route, row, rows.attributes(row));
        return route.route();
    }

    /// The published routes of a table, null when it has none. Any thread.
    @Nullable ForwardingTable forwarding(RtTable.Key key) {
        RouteTable table = tables.get(key);
        return table == null ? null : table.forwarding();
    }

    RouteLookup lookup(RtTable.Key key) {
        return new TableLookup(this, key);
    }

    /// Any thread; not of one moment.
    RouteSizes sizes() {
        long exact = 0;
        long longest = 0;
        for (RouteTable table : tables.values()) {
            exact += table.exact().bytes();
            longest += table.forwarding().trie().bytes();
        }
        return new RouteSizes(attributes.size(), rows.bytes(), exact, longest);
    }
}
