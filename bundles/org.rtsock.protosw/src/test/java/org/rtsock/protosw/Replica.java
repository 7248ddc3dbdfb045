// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;

/// What a listener holds, and whether it was told of it as it should be: an ADD is of what it does not hold, a CHANGE or DELETE of what it
/// holds; and nothing is told again that it knew at its last mark.
final class Replica {
    private final Map<RoutingKey, RoutingObject> objects = new HashMap<>();
    /// Version of the last mark at which a type was there; 0 for one that begins.
    private final Map<MessageType, Long> marked = new HashMap<>();
    private final Set<RoutingKey> deleted = new HashSet<>();
    private final Set<RoutingKey> told = new HashSet<>();

    void beginCut() {
        deleted.clear();
        told.clear();
    }

    void apply(RoutingMessage message) {
        switch (message) {
            case RoutingMessage.Event event -> apply(event);
            case RoutingMessage.Reset reset -> forget(reset.type());
            case RoutingMessage.Mark _ -> {}
        }
    }

    private void apply(RoutingMessage.Event event) {
        RoutingKey key = event.object().key();
        long known = marked.getOrDefault(event.type(), 0L);
        switch (event.operation()) {
            case ADD -> {
                assertNull(objects.put(key, event.object()), () -> "ADD of what is known: " + event);
                assertTrue(!deleted.contains(key) || event.version() > known, () -> "deleted and added as it was: " + event);
                assertTrue(told.add(key), () -> "told twice: " + event);
            }
            case CHANGE -> {
                assertTrue(objects.put(key, event.object()) != null, () -> "CHANGE of what is unknown: " + event);
                assertTrue(event.version() > known, () -> "told again after mark " + known + ": " + event);
                assertTrue(told.add(key), () -> "told twice: " + event);
            }
            case DELETE -> {
                assertTrue(objects.remove(key) != null, () -> "DELETE of what is unknown: " + event);
                assertFalse(told.contains(key), () -> "deleted after it was told: " + event);
                assertTrue(deleted.add(key), () -> "deleted twice: " + event);
            }
            default -> throw new AssertionError(event);
        }
    }

    void forget(MessageType type) {
        objects.keySet().removeIf(key -> key.type().equals(type));
        marked.remove(type);
    }

    /// A mark: of this type the listener must hold the same as the kernel.
    void check(MessageType type, long version, Map<RoutingKey, RoutingObject> expected, @Nullable Object filter) {
        Map<RoutingKey, RoutingObject> held = new HashMap<>(objects);
        held.keySet().removeIf(key -> !key.type().equals(type));
        assertEquals(expected, held, () -> type.word() + " at mark " + version + " by " + filter);
        marked.put(type, version);
    }
}
