// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.RouteAttributes;

/// The attributes of all routes, each set held once, with the list of its rows; and which sets lead through a logical interface, so that
/// what happens to an interface touches its routes only. Guarded by the kernel's lock, but for [#get] and [#size].
final class SharedAttributes {
    private final RouteRows rows;
    private final InternTable<RouteAttributes> sets = new InternTable<>("sets of attributes", Integer.MAX_VALUE - 8);
    private final SetIndex<Integer, Integer> byInterface = new SetIndex<>();
    /// First row of each set.
    private int[] first = new int[8];

    SharedAttributes(RouteRows rows) {
        this.rows = rows;
    }

    /// The number of a set that is complete. It lasts to the end of the commit, or as long as a row has it.
    int intern(RouteAttributes attributes) {
        int known = sets.find(attributes);
        if (known != 0) {
            return known;
        }
        if (sets.used() == first.length) {
            first = Arrays.copyOf(first, 2 * first.length);
        }
        int number = sets.intern(attributes);
        for (Nexthop nexthop : attributes.nexthops()) {
            if (nexthop.ifl() != 0) {
                byInterface.add(nexthop.ifl(), number);
            }
        }
        return number;
    }

    /// See [InternTable#get].
    @Nullable RouteAttributes get(int number) {
        return sets.get(number);
    }

    RouteAttributes at(int number) {
        return sets.at(number);
    }

    /// The first of the rows with a set, each of which leads to the next; none for [RouteRows#NONE].
    int first(int number) {
        return first[number];
    }

    /// Numbers of the sets with a next hop on a logical interface. A copy.
    List<Integer> through(int ifl) {
        return byInterface.of(ifl);
    }

    /// Gives a row other attributes, 0 for none.
    void move(int row, int to) {
        int from = rows.attributes(row);
        if (from != 0) {
            int previous = rows.previousShared(row);
            int next = rows.nextShared(row);
            if (previous == RouteRows.NONE) {
                first[from] = next;
            } else {
                rows.nextShared(previous, next);
            }
            if (next != RouteRows.NONE) {
                rows.previousShared(next, previous);
            }
            sets.drop(from);
        }
        if (to != 0) {
            int next = first[to];
            rows.shared(row, RouteRows.NONE, next);
            if (next != RouteRows.NONE) {
                rows.previousShared(next, row);
            }
            first[to] = row;
            sets.use(to);
        }
        rows.attributes(row, to);
    }

    /// Forgets the sets that no row has.
    void sweep() {
        sets.sweep(number -> {
            for (Nexthop nexthop : sets.at(number).nexthops()) {
                byInterface.remove(nexthop.ifl(), number);
            }
        });
    }

    /// Sets. Any thread.
    int size() {
        return sets.size();
    }
}
