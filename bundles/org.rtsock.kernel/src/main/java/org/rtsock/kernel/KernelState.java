// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// All objects of the kernel and the indexes over them. Knows no rules: it holds what it is told to. Guarded by the kernel's lock.
///
/// Routes are apart, as rows in the [RouteStore]; the methods here are for everything else.
final class KernelState {
    private final ObjectStore objects = new ObjectStore();
    private final InterfaceTree interfaces = new InterfaceTree(objects);
    private final RouteStore routes = new RouteStore();
    /// The tables that exist. Written under the lock, read by any thread.
    private final Set<RtTable.Key> tables = ConcurrentHashMap.newKeySet();
    private long tablesGone;
    private long generation;

    @Nullable Entry get(RoutingKey key) {
        return objects.get(key);
    }

    boolean has(RoutingKey key) {
        return get(key) != null;
    }

    /// Sets what a key stands for, null for nothing. Setting back what was returned undoes it, indexes included.
    ///
    /// @return what it stood for
    @Nullable Entry set(RoutingKey key, @Nullable Entry entry) {
        generation += followsFromRoutes(key) ? 0 : 1;
        if (key instanceof RtTable.Key table) {
            if (entry == null) {
                tables.remove(table);
                tablesGone++;
            } else {
                tables.add(table);
            }
        }
        Entry before = objects.set(key, entry);
        interfaces.replaced(before == null ? null : before.value(), entry == null ? null : entry.value());
        return before;
    }

    /// Sets an entry for another one of the same value.
    void renew(Entry entry) {
        objects.set(entry.value().key(), entry);
    }

    private static boolean followsFromRoutes(RoutingKey key) {
        return key instanceof RtStats.Key || key instanceof Redirect.Key;
    }

    /// Whether a table exists. Any thread.
    boolean hasTable(RtTable.Key key) {
        return tables.contains(key);
    }

    /// Grows whenever a table goes.
    long tablesGone() {
        return tablesGone;
    }

    /// Of the objects of a type the one that came first, null when there is none.
    @Nullable Entry first(MessageType type) {
        return objects.first(type);
    }

    /// The types, routes left out, that had objects once.
    Set<MessageType> types() {
        return objects.types();
    }

    int count(MessageType type) {
        return objects.count(type);
    }

    /// Grows with every change of an object that routes depend on: what was found out of objects in the same generation still holds.
    long generation() {
        return generation;
    }

    void forEach(MessageType type, Consumer<Entry> action) {
        objects.forEach(type, action);
    }

    SlotAllocator slots(MessageType type) {
        return objects.slots(type);
    }

    InterfaceTree interfaces() {
        return interfaces;
    }

    RouteStore routes() {
        return routes;
    }
}
