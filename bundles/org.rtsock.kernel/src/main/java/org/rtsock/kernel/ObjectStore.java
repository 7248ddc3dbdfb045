// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;

/// Objects of every type but routes, by key, and the numbers that stand for them in reports. Guarded by the kernel's lock.
final class ObjectStore {
    private final Map<MessageType, Map<RoutingKey, Entry>> types = new HashMap<>();
    private final Map<MessageType, SlotAllocator> slots = new HashMap<>();

    @Nullable Entry get(RoutingKey key) {
        Map<RoutingKey, Entry> entries = types.get(key.type());
        return entries == null ? null : entries.get(key);
    }

    /// Sets what a key stands for, null for nothing.
    ///
    /// @return what it stood for
    @Nullable Entry set(RoutingKey key, @Nullable Entry entry) {
        Map<RoutingKey, Entry> entries = types.computeIfAbsent(key.type(), _ -> new LinkedHashMap<>());
        return entry == null ? entries.remove(key) : entries.put(key, entry);
    }

    void forEach(MessageType type, Consumer<Entry> action) {
        types.getOrDefault(type, Map.of()).values().forEach(action);
    }

    /// Of the objects of a type the one that came first, null when there is none.
    @Nullable Entry first(MessageType type) {
        Iterator<Entry> entries = types.getOrDefault(type, Map.of()).values().iterator();
        return entries.hasNext() ? entries.next() : null;
    }

    /// The types that had objects once.
    Set<MessageType> types() {
        return types.keySet();
    }

    int count(MessageType type) {
        return types.getOrDefault(type, Map.of()).size();
    }

    SlotAllocator slots(MessageType type) {
        return slots.computeIfAbsent(type, _ -> new SlotAllocator());
    }
}
