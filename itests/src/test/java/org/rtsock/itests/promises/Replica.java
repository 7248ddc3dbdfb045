// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;

/// What a listener holds, led from mark to mark by what it hears and by nothing else; it objects to everything that does not fit. One thread.
final class Replica {
    private static final int DELETES = 1;
    private static final long NONE = -1;
    private static final Map<Integer, ObjectCodec<?>> CODECS = List.<ObjectCodec<?>>of(
                    new IfdCodec(), new IflCodec(), new IffCodec(), new IfaCodec(), new RtTableCodec(), new RouteCodec(),
                    new RedirectCodec(), new RtStatsCodec())
            .stream()
            .collect(Collectors.toMap(codec -> codec.type().number(), Function.identity()));

    /// A key and what it stood for before a step of the cut under way.
    private record Undo(RoutingKey key, @Nullable RoutingObject before) {}

    private final String name;
    private final History history;
    private final CutOrder order;
    private final FieldReader reader = new FieldReader();
    private final Map<RoutingKey, RoutingObject> held = new HashMap<>();
    private final ArrayDeque<Undo> undo = new ArrayDeque<>();
    /// Types that the listener gave up since the cut under way began.
    private final Set<MessageType> dropped = new HashSet<>();
    private @Nullable ResumePoint place;
    /// What was wanted at the last mark, and what the cut under way belongs to.
    private @Nullable Wish settled;
    private @Nullable Wish wish;
    /// Of the cut under way, negative between cuts.
    private long version = NONE;
    /// Of the span under way.
    private int part;
    private long from;
    private long resets;

    Replica(String name, History history) {
        this.name = name;
        this.history = history;
        this.order = new CutOrder(name);
    }

    boolean inCut() {
        return version != NONE;
    }

    /// What the listener wanted at its last mark.
    Wish wish() {
        return require(settled);
    }

    long resets() {
        return resets;
    }

    /// The listener wants something else from now on, and forgets what it does not want to hear of any more: nobody tells it to. A cut under
    /// way may still hold some of that.
    void changeMind(Wish wanted) {
        History.TYPES.stream().filter(type -> !wanted.types().contains(type)).forEach(type -> {
            dropped.add(type);
            forget(type);
        });
    }

    private void forget(MessageType type) {
        order.forget(type);
        List.copyOf(held.keySet()).stream().filter(key -> key.type().equals(type)).forEach(key -> set(key, null));
    }

    /// Takes the cut under way back.
    ///
    /// @return the last mark, null when there was none
    @Nullable ResumePoint rollBack() {
        if (place != null) {
            while (!undo.isEmpty()) {
                Undo step = undo.removeLast();
                put(step.key(), step.before());
            }
            version = NONE;
            dropped.clear();
            wish = settled;
            order.rollBack(place.version());
        }
        return place;
    }

    void forget() {
        held.clear();
        undo.clear();
        dropped.clear();
        place = null;
        version = NONE;
        order.startOver();
    }

    /// @param wanted what the listener wants now; a cut that begins belongs to it
    void reset(Wish wanted, long to, int type) {
        if (part != 0) {
            version = NONE; // resets come first, so the cut that was under way is void
        }
        begin(wanted, to);
        order.begin(); // as after a void cut of which only resets were read
        resets++;
        History.TYPES.stream().filter(known -> known.number() == type).forEach(this::forget);
    }

    void span(Wish wanted, ByteBuffer buffer, int offset) {
        begin(wanted, Frame.kernelVersion(buffer, offset));
        reader.resetToFrame(buffer, offset);
        part = reader.u8();
        from = reader.u64();
        // A cut of which all types were dropped may be void and nobody says so; the next one is then taken for the rest of it.
        order.span(part, codec(buffer, offset).type(), from, dropped.isEmpty());
    }

    private static ObjectCodec<?> codec(ByteBuffer buffer, int offset) {
        return require(CODECS.get(Frame.type(buffer, offset)));
    }

    private void begin(Wish wanted, long to) {
        if (version != to) {
            version = to;
            part = 0;
            wish = wanted;
            dropped.clear();
            order.begin();
        }
    }

    /// @param there the types that had a reporter
    void record(ByteBuffer buffer, int offset, Predicate<MessageType> there) {
        RoutingObject object = codec(buffer, offset).decode(reader.resetToFrame(buffer, offset));
        if (dropped.contains(object.type())) {
            return;
        }
        RoutingObject before = held.get(object.key());
        if (part == DELETES) {
            hold(before != null, "DELETE of what is not held", object);
            set(object.key(), null);
            // What a changed filter hides comes as it was last reported, and all that depends on it is hidden as well: see the mark.
            if (Operation.of(Frame.operation(buffer, offset)) == Operation.DELETE && !(object instanceof Route)) {
                held.values().stream()
                        .filter(child -> Parents.of(child).contains(object.key()))
                        .forEach(child -> order.leaves(child, object, version));
            }
            return;
        }
        boolean add = Frame.born(buffer, offset) > from;
        hold(add == (before == null), add ? "ADD of what is held" : "CHANGE of what is not held", object);
        hold(require(wish).fits(object), "not wanted", object);
        set(object.key(), object);
        if (require(wish).isEverything()) {
            Parents.needed(object).stream()
                    .filter(parent -> !dropped.contains(parent.type()) && there.test(parent.type()))
                    .forEach(parent -> hold(held.containsKey(parent), "before its parent " + parent, object));
        }
    }

    /// @param there the types that had a reporter
    void mark(Wish wanted, long epoch, long to, Predicate<MessageType> there) {
        begin(wanted, to);
        Wish now = require(wish);
        undo.clear();
        check(to, there);
        // What was given up during the cut is not held, so nobody can resume here.
        place = dropped.isEmpty() ? new ResumePoint(epoch, to) : null;
        settled = now;
        version = NONE;
        if (now.isEverything() && dropped.isEmpty() && there.test(MessageType.ROUTE) && there.test(MessageType.RTSTATS)) {
            countRoutes();
        }
        order.mark(to);
    }

    /// Whether what is held of some types is what the kernel held at a version.
    void check(long at, Predicate<MessageType> there) {
        Wish now = wish;
        if (now == null) {
            return;
        }
        List<Set<RoutingObject>> differences = history.differences(at, now::fits, held);
        differences.forEach(objects -> objects.removeIf(object -> dropped.contains(object.type()) || !there.test(object.type())));
        if (!differences.stream().allMatch(Set::isEmpty)) {
            throw new AssertionError(name + " at version " + at + " wants " + now + "\nis without " + differences.getFirst() + "\nand holds "
                    + differences.getLast());
        }
    }

    /// Two types that agree at every mark, and only there.
    private void countRoutes() {
        Map<RtStats.Key, Long> routes = held.values().stream()
                .filter(Route.class::isInstance)
                .map(Route.class::cast)
                .collect(Collectors.groupingBy(
                        route -> RtStats.Key.of(route.key().tableKey(), route.protocol()), Collectors.counting()));
        Map<RtStats.Key, Long> counted = held.values().stream()
                .filter(object -> object instanceof RtStats stats && stats.routes() != 0)
                .map(RtStats.class::cast)
                .collect(Collectors.toMap(RtStats::key, RtStats::routes));
        if (!counted.equals(routes)) {
            throw new AssertionError(name + " holds routes " + routes + " where counters say " + counted);
        }
    }

    private void set(RoutingKey key, @Nullable RoutingObject object) {
        undo.add(new Undo(key, put(key, object)));
    }

    private @Nullable RoutingObject put(RoutingKey key, @Nullable RoutingObject object) {
        return object == null ? held.remove(key) : held.put(key, object);
    }

    private void hold(boolean condition, String what, RoutingObject object) {
        if (!condition) {
            throw new AssertionError(name + ", cut to " + version + ", part " + part + " from " + from + ": " + what + ": " + object);
        }
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("nothing there");
        }
        return value;
    }
}
