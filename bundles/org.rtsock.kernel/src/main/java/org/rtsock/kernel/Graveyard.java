// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
    /// Some of the deletes may be of plug-ins' types.
    private boolean anyOfPlugins;

    /// @param capacity deletes remembered of each type, 0 or more
    Graveyard(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("graveyard " + capacity + " is less than 0");
        }
        this.capacity = capacity;
        this.routes = new RouteGraveyard(capacity);
    }

    void bury(Report delete) {
        anyOfPlugins |= delete.type().isPlugin();
        Plot plot = plots.computeIfAbsent(delete.type(), _ -> new Plot());
        plot.deletes.add(delete.remembered());
        if (plot.deletes.size() > capacity) {
            plot.floor = plot.deletes.remove().version();
        }
    }

    /// Forgets the deletes of plug-ins' types that have no reporter: they are objects of classes that may be gone, which a reporter of a
    /// newer version could not encode, and which would keep the older one in memory. Listeners of such a type begin anew.
    ///
    /// @param heard whether a type has a reporter
    /// @param version the newest one
    void forgetUnheard(Predicate<MessageType> heard, long version) {
        if (anyOfPlugins) {
            anyOfPlugins = false;
            plots.forEach((type, plot) -> forgetUnheard(type, plot, heard, version));
        }
    }

    private void forgetUnheard(MessageType type, Plot plot, Predicate<MessageType> heard, long version) {
        if (!type.isPlugin() || plot.deletes.isEmpty()) {
            return;
        }
        if (heard.test(type)) {
            anyOfPlugins = true;
        } else {
            plot.deletes.clear();
            plot.floor = version;
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
