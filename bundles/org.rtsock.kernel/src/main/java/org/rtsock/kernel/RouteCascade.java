// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.List;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RtTable;

/// What follows for routes from what happens to interfaces and tables. The attributes are looked at once, however many routes have them;
/// each route that goes or changes is written for itself. Guarded by the kernel's lock.
final class RouteCascade {
    private final RouteStore store;
    private final SharedAttributes attributes;
    private final RouteLog log;

    RouteCascade(RouteStore store, RouteLog log) {
        this.store = store;
        this.attributes = store.attributes();
        this.log = log;
    }

    /// Takes the next hops on an interface from all routes, and the routes that have no other.
    void withdraw(int ifl) {
        for (int number : attributes.through(ifl)) {
            RouteAttributes before = attributes.at(number);
            List<Nexthop> remaining =
                    before.nexthops().stream().filter(hop -> hop.ifl() != ifl).toList();
            move(number, remaining.isEmpty() ? 0 : attributes.intern(before.withNexthops(remaining)));
        }
    }

    /// Shows the new name of an interface in all routes that lead through it.
    void rename(int ifl, String name) {
        for (int number : attributes.through(ifl)) {
            RouteAttributes before = attributes.at(number);
            List<Nexthop> renamed = before.nexthops().stream()
                    .map(hop -> hop.ifl() == ifl ? NexthopCompletion.named(hop, ifl, name) : hop)
                    .toList();
            if (!renamed.equals(before.nexthops())) {
                move(number, attributes.intern(before.withNexthops(renamed)));
            }
        }
    }

    /// Gives all routes with certain attributes other ones, or deletes them for 0. Each leaves the list by that.
    private void move(int from, int to) {
        for (int row = attributes.first(from); row != RouteRows.NONE; row = attributes.first(from)) {
            log.write(row, to, store.rows().owner(row));
        }
    }

    /// Deletes all routes of a table: those that were there before this commit, and those of this commit.
    void delete(RtTable.Key key) {
        RouteTable table = store.table(key.id(), key.family());
        if (table != null) {
            store.walk(table, Prefix.all(key.family()), log::delete);
            log.deleteNew(table.number());
        }
    }
}
