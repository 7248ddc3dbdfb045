// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;

/// All objects of the kernel and the indexes over them. Knows no rules: it holds what it is told to. Guarded by the kernel's lock.
///
/// Routes are apart, as rows in the [RouteStore]; the methods here are for everything else.
final class KernelState {
    private final ObjectStore objects = new ObjectStore();
    private final InterfaceTree interfaces = new InterfaceTree(objects);
    private final RouteStore routes = new RouteStore();
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
        generation++;
        Entry before = objects.set(key, entry);
        interfaces.replaced(before == null ? null : before.value(), entry == null ? null : entry.value());
        return before;
    }

    /// Sets an entry for another one of the same value.
    void renew(Entry entry) {
        objects.set(entry.value().key(), entry);
    }

    /// Grows with every change of an object: what was found out of objects in the same generation still holds.
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
