// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RtTable;

/// All objects of the kernel and the indexes over them. Knows no rules: it holds what it is told to. Guarded by the kernel's lock.
final class KernelState {
    private final ObjectStore objects = new ObjectStore();
    private final InterfaceTree interfaces = new InterfaceTree(objects);
    private final RouteStore routes = new RouteStore();

    @Nullable Entry get(RoutingKey key) {
        return key instanceof Route.Key route ? routes.get(route) : objects.get(key);
    }

    boolean has(RoutingKey key) {
        return get(key) != null;
    }

    /// Sets what a key stands for, null for nothing. Setting back what was returned undoes it, indexes included.
    ///
    /// @return what it stood for
    @Nullable Entry set(RoutingKey key, @Nullable Entry entry) {
        if (key instanceof Route.Key route) {
            return routes.set(route, entry);
        }
        Entry before = objects.set(key, entry);
        interfaces.replaced(before == null ? null : before.value(), entry == null ? null : entry.value());
        return before;
    }

    void forEach(MessageType type, Consumer<Entry> action) {
        if (type.equals(MessageType.ROUTE)) {
            routes.forEach(action);
        } else {
            objects.forEach(type, action);
        }
    }

    /// Keys of the objects that cannot be without another, right below it. A copy.
    List<? extends RoutingKey> children(RoutingKey parent) {
        return parent instanceof RtTable.Key table ? routes.of(table) : interfaces.children(parent);
    }

    InterfaceTree interfaces() {
        return interfaces;
    }

    RouteStore routes() {
        return routes;
    }
}
