// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;

/// Tells a reporter that comes late of the deletes of routes that are remembered, and of the last change of every route that lives: by
/// version, deletes first. Makes no object for a route. Guarded by the kernel's lock.
final class RouteHistory {
    private static final int DIGIT_BITS = 16;

    private final RouteStore store;
    private final RouteRows rows;
    private final RouteGraveyard graveyard;
    private final RouteRow route = new RouteRow();

    RouteHistory(RouteStore store, RouteGraveyard graveyard) {
        this.store = store;
        this.rows = store.rows();
        this.graveyard = graveyard;
    }

    void replay(ReportSink sink) {
        int grave = 0;
        for (int row : byVersion()) {
            long version = rows.version(row);
            while (grave < graveyard.size() && graveyard.version(grave) <= version) {
                reportDelete(sink, grave++);
            }
            store.fill(route, row, rows.attributes(row));
            long born = rows.born(row);
            Operation operation = born == version ? Operation.ADD : Operation.CHANGE;
            sink.report(operation, row, route, version, born, store.owners().cause(rows.writer(row), rows.request(row)));
        }
        while (grave < graveyard.size()) {
            reportDelete(sink, grave++);
        }
    }

    private void reportDelete(ReportSink sink, int grave) {
        graveyard.fill(route, grave);
        sink.report(
                Operation.DELETE,
                ReportSink.NO_SLOT,
                route,
                graveyard.version(grave),
                graveyard.born(grave),
                store.owners().cause(graveyard.writer(grave), graveyard.request(grave)));
    }

    /// The rows that are alive by the version of their last change: sorted digit by digit, from the last one on.
    private int[] byVersion() {
        int[] sorted = new int[rows.live()];
        int count = 0;
        long least = Long.MAX_VALUE;
        long greatest = 0;
        for (int row = 1; row < rows.bound(); row++) {
            if (rows.attributes(row) != 0) {
                sorted[count++] = row;
                least = Math.min(least, rows.version(row));
                greatest = Math.max(greatest, rows.version(row));
            }
        }
        int[] target = new int[count];
        for (int shift = 0; shift < Long.SIZE && greatest - least >>> shift > 0; shift += DIGIT_BITS) {
            sort(sorted, target, least, shift);
            int[] swapped = sorted;
            sorted = target;
            target = swapped;
        }
        return sorted;
    }

    private void sort(int[] from, int[] to, long least, int shift) {
        int[] places = new int[(1 << DIGIT_BITS) + 1];
        for (int row : from) {
            places[digit(row, least, shift) + 1]++;
        }
        for (int digit = 0; digit < 1 << DIGIT_BITS; digit++) {
            places[digit + 1] += places[digit];
        }
        for (int row : from) {
            to[places[digit(row, least, shift)]++] = row;
        }
    }

    private int digit(int row, long least, int shift) {
        return (int) (rows.version(row) - least >>> shift) & (1 << DIGIT_BITS) - 1;
    }
}
