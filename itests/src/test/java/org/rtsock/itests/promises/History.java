// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// What the kernel held at each version that anybody may still ask for, as told to sinks that keep it the simplest way. Any thread.
final class History {
    static final List<MessageType> TYPES = List.of(
            MessageType.IFDEV,
            MessageType.IFLOGICAL,
            MessageType.IFFAMILY,
            MessageType.IFADDR,
            MessageType.RTTABLE,
            MessageType.ROUTE,
            MessageType.REDIRECT,
            MessageType.RTSTATS);

    /// What a key stood for from a version on; null for nothing.
    private record Value(long version, @Nullable RoutingObject object) {}

    private final ReentrantLock lock = new ReentrantLock();
    /// Oldest first. Guarded by the lock.
    private final Map<RoutingKey, ArrayDeque<Value>> lives = new HashMap<>();
    /// What the kernel holds now, and the version of the newest report. Guarded by the lock.
    private final Map<RoutingKey, RoutingObject> present = new HashMap<>();
    private long newest;
    /// The oldest version that each party may still ask for.
    private final Map<Object, Long> wanted = new ConcurrentHashMap<>();

    History(Kernel kernel) {
        TYPES.forEach(type -> kernel.attach(new Sink(type)));
    }

    /// From now on this party asks for this version or later ones only.
    void willAsk(Object party, long version) {
        wanted.put(party, version);
    }

    void leaves(Object party) {
        wanted.remove(party);
    }

    /// Says in which objects a state differs from what was true at a version, of what fits: what is missing or different, and what is too
    /// much. Both are empty when they are the same.
    List<Set<RoutingObject>> differences(long version, Predicate<RoutingObject> fits, Map<RoutingKey, RoutingObject> state) {
        Set<RoutingObject> missing = new HashSet<>();
        Set<RoutingObject> wrong = new HashSet<>();
        lock.lock();
        try {
            Map<RoutingKey, RoutingObject> truth = version >= newest ? present : at(version);
            int found = 0;
            for (Map.Entry<RoutingKey, RoutingObject> entry : truth.entrySet()) {
                if (fits.test(entry.getValue())) {
                    found++;
                    if (!entry.getValue().equals(state.get(entry.getKey()))) {
                        missing.add(entry.getValue());
                    }
                }
            }
            if (!missing.isEmpty() || found != state.size()) {
                wrong.addAll(state.values());
                wrong.removeAll(truth.values());
            }
            return List.of(missing, wrong);
        } finally {
            lock.unlock();
        }
    }

    private Map<RoutingKey, RoutingObject> at(long version) {
        Map<RoutingKey, RoutingObject> state = new HashMap<>();
        lives.forEach((key, values) -> {
            RoutingObject object = at(version, values);
            if (object != null) {
                state.put(key, object);
            }
        });
        return state;
    }

    private static @Nullable RoutingObject at(long version, Collection<Value> values) {
        RoutingObject object = null;
        for (Value value : values) {
            if (value.version() > version) {
                break;
            }
            object = value.object();
        }
        return object;
    }

    private void put(RoutingKey key, long version, @Nullable RoutingObject object) {
        lock.lock();
        try {
            long oldest = wanted.values().stream().mapToLong(Long::longValue).min().orElse(version);
            newest = version;
            if (object == null) {
                present.remove(key);
            } else {
                present.put(key, object);
            }
            ArrayDeque<Value> values = lives.computeIfAbsent(key, _ -> new ArrayDeque<>());
            values.add(new Value(version, object));
            List<Value> rest = new ArrayList<>(values);
            for (int i = 1; i < rest.size() && rest.get(i).version() <= oldest; i++) {
                values.remove();
            }
            if (values.size() == 1 && object == null) {
                lives.remove(key);
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Sink implements ReportSink {
        private final MessageType type;

        Sink(MessageType type) {
            this.type = type;
        }

        @Override
        public MessageType type() {
            return type;
        }

        @Override
        public void attached(long floor) {}

        @Override
        public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
            put(object.key(), version, operation == Operation.DELETE ? null : object);
        }

        @Override
        public void published(long version) {}
    }
}
