// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.Cut;

/// A listener that holds what it was told, and nothing else: at each mark that must be the kernel's state. Any thread.
///
/// It objects to what cannot be: ADD of an object that it holds, CHANGE or DELETE of one that it does not hold, a mark that goes back.
public final class ReplicaListener implements RoutingListener {
    private static final int MOST_OBJECTIONS = 20;

    private final String name;
    /// All of these are guarded by this.
    private final Map<RoutingKey, RoutingObject> held = new HashMap<>();
    private final List<String> objections = new ArrayList<>();
    /// Words of the types that count; null for all.
    private @Nullable Set<String> wanted;
    private long version;
    private long marks;
    private long resets;

    /// @param name for objections
    public ReplicaListener(String name) {
        this.name = name;
    }

    @Override
    public synchronized void receive(Cut cut) {
        for (RoutingMessage message : cut) {
            switch (message) {
                case RoutingMessage.Event event when isWanted(event.type()) -> apply(event);
                case RoutingMessage.Event _ -> {} // of a mode that has been left
                case RoutingMessage.Reset reset -> {
                    resets++;
                    forget(reset.type());
                }
                case RoutingMessage.Mark mark -> mark(mark);
            }
        }
    }

    private void apply(RoutingMessage.Event event) {
        RoutingObject object = event.object();
        RoutingObject before = event.operation() == Operation.DELETE ? held.remove(object.key()) : held.put(object.key(), object);
        boolean fits = (event.operation() == Operation.ADD) == (before == null);
        if (!fits) {
            object(event.operation() + " of " + object + " at version " + event.version() + ", which " + (before == null ? "is not held" : "is held"));
        }
    }

    private void mark(RoutingMessage.Mark mark) {
        if (mark.version() < version) {
            object("a mark of version " + mark.version() + " after " + version);
        }
        version = mark.version();
        marks++;
    }

    private void object(String what) {
        if (objections.size() < MOST_OBJECTIONS) {
            objections.add(name + ": " + what);
        }
    }

    private boolean isWanted(MessageType type) {
        return wanted == null || wanted.contains(type.word());
    }

    private void forget(MessageType type) {
        held.keySet().removeIf(key -> key.type().equals(type));
    }

    /// From now on only types of these words count, and what is held of others is forgotten: as a daemon does before it narrows its
    /// subscription, since nobody tells it to.
    public synchronized void want(Set<String> words) {
        wanted = Set.copyOf(words);
        held.keySet().removeIf(key -> !isWanted(key.type()));
    }

    /// A copy of what is held.
    public synchronized Map<RoutingKey, RoutingObject> objects() {
        return Map.copyOf(held);
    }

    /// Forgets everything, as a daemon that starts over.
    public synchronized void clear() {
        held.clear();
        version = 0;
    }

    /// Version of the last mark.
    public synchronized long version() {
        return version;
    }

    /// Marks heard so far.
    public synchronized long marks() {
        return marks;
    }

    /// Resets heard so far.
    public synchronized long resets() {
        return resets;
    }

    /// What was wrong, the first of it.
    public synchronized List<String> objections() {
        return List.copyOf(objections);
    }

    @Override
    public String toString() {
        return name;
    }
}
