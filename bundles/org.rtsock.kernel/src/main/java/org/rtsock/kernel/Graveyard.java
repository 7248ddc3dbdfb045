// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtsock.api.message.MessageType;

/// The newest deletes of each type, so that a reporter that comes back can tell its listeners what went meanwhile. Guarded by the
/// kernel's lock.
final class Graveyard {
    private static final class Plot {
        final Deque<Report> deletes = new ArrayDeque<>();
        long floor;
    }

    private final int capacity;
    private final Map<MessageType, Plot> plots = new HashMap<>();
    private final RouteGraveyard routes;

    /// @param capacity deletes remembered of each type, 0 or more
    Graveyard(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("graveyard " + capacity + " is less than 0");
        }
        this.capacity = capacity;
        this.routes = new RouteGraveyard(capacity);
    }

    void bury(Report delete) {
        Plot plot = plots.computeIfAbsent(delete.type(), _ -> new Plot());
        plot.deletes.add(delete.remembered());
        if (plot.deletes.size() > capacity) {
            plot.floor = plot.deletes.remove().version();
        }
    }

    /// Those of routes.
    RouteGraveyard routes() {
        return routes;
    }

    /// Deletes up to this version may be forgotten.
    long floor(MessageType type) {
        if (type.equals(MessageType.ROUTE)) {
            return routes.floor();
        }
        Plot plot = plots.get(type);
        return plot == null ? 0 : plot.floor;
    }

    /// What is remembered of a type other than routes, by version. A copy.
    List<Report> deletes(MessageType type) {
        Plot plot = plots.get(type);
        return plot == null ? List.of() : List.copyOf(plot.deletes);
    }
}
