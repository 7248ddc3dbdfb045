// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An index from a key to any number of values, each once, in the order in which they came. Guarded by the kernel's lock.
final class SetIndex<K, V> {
    private final Map<K, Set<V>> sets = new HashMap<>();

    void add(K key, V value) {
        sets.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(value);
    }

    void remove(K key, V value) {
        Set<V> set = sets.get(key);
        if (set != null && set.remove(value) && set.isEmpty()) {
            sets.remove(key);
        }
    }

    /// A copy, so that what is done for each value may change the index.
    List<V> of(K key) {
        Set<V> set = sets.get(key);
        return set == null ? List.of() : List.copyOf(set);
    }
}
