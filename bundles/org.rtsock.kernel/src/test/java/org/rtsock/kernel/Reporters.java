// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// Reporters of several types that keep what they hear in one list, and an independent replica of the state that they were told of.
final class Reporters implements AutoCloseable {
    static final List<MessageType> TYPES = List.of(
            MessageType.IFDEV,
            MessageType.IFLOGICAL,
            MessageType.IFFAMILY,
            MessageType.IFADDR,
            MessageType.RTTABLE,
            MessageType.ROUTE);

    /// What a replica holds of an object.
    record Held(RoutingObject object, long version, long born, Cause cause) {}

    /// One report, but for the slot.
    record Heard(Operation operation, RoutingObject object, long version, long born, Cause cause) {
        boolean isDelete() {
            return operation == Operation.DELETE;
        }
    }

    final List<Heard> heard = new ArrayList<>();
    final List<Long> published = new ArrayList<>();
    final Map<MessageType, Long> floors = new HashMap<>();
    final Map<RoutingKey, Held> replica = new HashMap<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final Kernel kernel;
    private long newest;

    Reporters(Kernel kernel, List<MessageType> types) {
        this.kernel = kernel;
        for (MessageType type : types) {
            newest = 0;
            registrations.add(kernel.attach(new Sink(type)));
        }
    }

    static Reporters of(Kernel kernel) {
        return new Reporters(kernel, TYPES);
    }

    /// What was heard since the last call, as lines such as `DELETE route`.
    List<String> lines() {
        List<String> lines = heard.stream()
                .map(report -> report.operation() + " " + report.object().key().text())
                .toList();
        heard.clear();
        return lines;
    }

    Map<RoutingKey, RoutingObject> objects() {
        Map<RoutingKey, RoutingObject> objects = new HashMap<>();
        replica.forEach((key, held) -> objects.put(key, held.object()));
        return objects;
    }

    @Nullable Held held(RoutingKey key) {
        return replica.get(key);
    }

    @Override
    public void close() {
        registrations.forEach(Registration::close);
    }

    private final class Sink implements ReportSink {
        private final MessageType type;
        private final Map<Integer, RoutingKey> slots = new HashMap<>();

        Sink(MessageType type) {
            this.type = type;
        }

        @Override
        public MessageType type() {
            return type;
        }

        @Override
        public void attached(long floor) {
            floors.put(type, floor);
        }

        @Override
        public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
            assertEquals(type, object.type());
            place(operation, slot, object.key());
            assertTrue(version >= newest, "versions ascend");
            newest = version;
            heard.add(new Heard(operation, object, version, born, cause));
            Held before = replica.get(object.key());
            switch (operation) {
                case ADD -> {
                    assertNull(before, () -> "ADD of " + object + " that is there");
                    assertEquals(version, born);
                }
                case CHANGE -> {
                    assertTrue(born < version, "a changed object is older than its change");
                    if (before != null) {
                        assertNotEquals(before.object(), object, "CHANGE to the same value");
                        assertEquals(before.born(), born);
                        assertEquals(protocol(before.object()), protocol(object), "another protocol is another route");
                    }
                }
                case DELETE -> {
                    if (before != null) {
                        assertEquals(before.object(), object, "DELETE carries the last value");
                        assertEquals(before.born(), born);
                    }
                    assertTrue(born < version, "nothing is born and dies in one commit");
                }
                default -> throw new AssertionError(operation);
            }
            if (operation == Operation.DELETE) {
                replica.remove(object.key());
            } else {
                replica.put(object.key(), new Held(object, version, born, cause));
            }
        }

        /// A slot stands for one object from its first report to its delete.
        private void place(Operation operation, int slot, RoutingKey key) {
            boolean known = replica.containsKey(key);
            if (operation == Operation.DELETE) {
                assertEquals(known ? key : null, slots.remove(slot), () -> "slot " + slot + " of " + key);
                assertTrue(known || slot == ReportSink.NO_SLOT);
            } else {
                RoutingKey before = slots.put(slot, key);
                assertTrue(slot >= 0);
                assertEquals(known ? key : null, before, () -> "slot " + slot + " of " + key);
            }
        }

        @Override
        public void published(long version) {
            assertEquals(kernel.version(), version, "published after the version is");
            assertFalse(version < newest);
            published.add(version);
        }
    }

    private static int protocol(RoutingObject object) {
        return object instanceof Route route ? route.protocol() : 0;
    }

    static Held present(@Nullable Held held) {
        assertNotNull(held);
        return held;
    }
}
