// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RtTable;

/// Longest match in a table that may come and go: holds on to the routes that it found last, until they are retired.
final class TableLookup implements RouteLookup {
    private final RouteStore store;
    private final RtTable.Key key;
    /// Written by any reader; which of several wins does not matter.
    private volatile @Nullable ForwardingTable table;

    TableLookup(RouteStore store, RtTable.Key key) {
        this.store = store;
        this.key = key;
    }

    @Override
    public @Nullable RouteAttributes match(long high, long low) {
        ForwardingTable routes = table;
        if (routes == null || routes.retired()) {
            routes = store.forwarding(key);
            table = routes;
        }
        return routes == null ? null : routes.match(high, low);
    }
}
