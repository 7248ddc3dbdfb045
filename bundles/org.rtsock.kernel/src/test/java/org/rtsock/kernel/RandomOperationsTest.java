// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.kernel.Samples.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.kernel.NaiveKernel.Verb;
import org.rtsock.kernel.Reporters.Heard;

/// Random commits against the naive kernel: what the reporters were told, replayed, is the state; each refusal is foreseen; no commit
/// breaks the order of parents and children. `-Drtsock.seed=` repeats a walk.
final class RandomOperationsTest {
    private static final List<Cause> CAUSES =
            List.of(Samples.NETLINK, Samples.NETLINK, Samples.FPM, Samples.REQUEST, new Cause.Request("console", 5, 6));
    private static final int COMMITS = 2_000;

    private final long seed = Long.getLong("rtsock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final KernelCore kernel = new KernelCore(100_000);
    private NaiveKernel model = new NaiveKernel();

    @Test
    void streamOfReportsReplayedIsTheState() {
        System.out.println("RandomOperationsTest seed " + seed);
        try (Reporters reporters = Reporters.of(kernel)) {
            for (int i = 0; i < COMMITS; i++) {
                step(reporters);
            }
            try (Reporters late = Reporters.of(kernel)) {
                assertEquals(reporters.replica, late.replica, "a late reporter is told the same versions, births and causes");
            }
            assertEquals(0L, kernel.read().get("detached"));
            assertTrue(kernel.version() > COMMITS / 10, "the walk went somewhere");
            assertNothingIsLeft();
        }
    }

    /// When the tables go, all that was held for routes goes, whatever was undone before.
    private void assertNothingIsLeft() {
        for (Cause cause : CAUSES) {
            kernel.commit(cause, tx -> tx.owned(MessageType.RTTABLE).forEach(tx::delete));
        }
        Map<String, Long> left = kernel.read();
        assertEquals(0L, left.get("objects.route"));
        assertEquals(0L, left.get("route.attributes"));
        assertEquals(0L, left.get("route.bytes.exact"));
        assertEquals(0L, left.get("route.bytes.longest"));
        assertEquals(1024 * 72L, left.get("route.bytes.rows"), "one page was enough, so rows were used again");
    }

    private void step(Reporters reporters) {
        NaiveKernel before = model.copy();
        long version = kernel.version();
        Cause cause = CAUSES.get(random.nextInt(CAUSES.size()));
        boolean abort = random.nextInt(10) == 0;
        if (abort) {
            assertThrows(IllegalStateException.class, () -> kernel.commit(cause, tx -> {
                work(tx, cause);
                throw new IllegalStateException("abort");
            }));
            model = before;
        } else {
            kernel.commit(cause, tx -> work(tx, cause));
        }
        boolean changed = !before.objects.equals(model.objects);
        assertEquals(changed ? version + 1 : version, kernel.version());
        assertOrder(before.objects, reporters.heard);
        assertEquals(changed, !reporters.heard.isEmpty());
        reporters.heard.forEach(report -> assertEquals(cause, report.cause()));
        reporters.heard.clear();
        assertEquals(model.objects, reporters.objects());
        assertIntegrity(reporters.objects());
        assertEquals(distinctAttributes(), kernel.read().get("route.attributes"), "attributes are held while a route has them");
    }

    private long distinctAttributes() {
        return model.objects.values().stream()
                .filter(Route.class::isInstance)
                .map(object -> ((Route) object).attributes())
                .distinct()
                .count();
    }

    private void work(Transaction tx, Cause cause) {
        Owner writer = Owner.of(cause);
        for (int i = random.nextInt(12); i >= 0; i--) {
            Verb verb = Verb.values()[random.nextInt(100) < 12 ? 3 : random.nextInt(3)];
            RoutingObject object = object();
            Errno foreseen = model.apply(verb, object, writer);
            assertEquals(foreseen, perform(tx, verb, object), () -> verb + " " + object + " by " + cause);
            assertEquals(model.objects.get(object.key()), tx.get(object.key()));
        }
        for (MessageType type : Reporters.TYPES) {
            Set<RoutingKey> owned = model.owners.entrySet().stream()
                    .filter(e -> e.getKey().type().equals(type) && e.getValue().equals(writer))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertEquals(owned, new HashSet<>(tx.owned(type)));
        }
    }

    private @Nullable Errno perform(Transaction tx, Verb verb, RoutingObject object) {
        try {
            if (object instanceof Route route && random.nextBoolean()) {
                performAsNumbers(tx, verb, route);
                return null;
            }
            RoutingObject done =
                    switch (verb) {
                        case ADD -> tx.add(object);
                        case CHANGE -> tx.change(object);
                        case PUT -> tx.put(object);
                        case DELETE -> tx.delete(object.key());
                    };
            assertEquals(object.key(), done.key());
            return null;
        } catch (RoutingException e) {
            return e.errno();
        }
    }

    private static void performAsNumbers(Transaction tx, Verb verb, Route route) {
        RouteRow row = new RouteRow().set(route);
        switch (verb) {
            case ADD -> tx.add(row);
            case CHANGE -> tx.change(route);
            case PUT -> tx.put(row);
            case DELETE -> {
                if (!tx.remove(row)) {
                    throw new RoutingException(Errno.ESRCH, "not there");
                }
            }
        }
    }

    private RoutingObject object() {
        int index = 1 + random.nextInt(4);
        Family family = Family.values()[random.nextInt(2)];
        String name = "eth" + random.nextInt(3);
        return switch (random.nextInt(8)) {
            case 0 -> Samples.ifd(index, name);
            case 1 -> Samples.ifl(index, name);
            case 2 -> new Ifl(index, name + ".5", 1 + random.nextInt(4), 5, random.nextBoolean());
            case 3 -> Samples.iff(index, family);
            case 4 -> Samples.ifa(index, (family == Family.INET ? "192.0.2." : "2001:db8::") + (1 + random.nextInt(3)) + "/24");
            case 5 -> table(1 + random.nextInt(2), family);
            default -> route(family);
        };
    }

    private Route route(Family family) {
        Prefix prefix = Prefix.parse((family == Family.INET ? "10.0.0.0/" : "2001::/") + (16 + random.nextInt(4)));
        Route.Key key = Route.Key.of(1 + random.nextInt(2), prefix, random.nextInt(2));
        List<Nexthop> nexthops = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            nexthops.add(new Nexthop(null, 1 + random.nextInt(4), random.nextBoolean() ? "" : "eth0", 1 + random.nextInt(2)));
        }
        boolean nowhere = random.nextInt(6) == 0;
        return new Route(
                key,
                random.nextInt(4) == 0 ? RouteProtocol.BOOT : RouteProtocol.STATIC,
                nowhere ? RouteType.BLACKHOLE : RouteType.UNICAST,
                nowhere ? List.of() : nexthops,
                RouteState.STORED,
                null);
    }

    /// Replays one commit step by step: a child is never there without its parent, but for a logical interface that moves to another
    /// device in the commit in which its old one goes. Like a route that loses a next hop, it is changed after the deletes.
    private static void assertOrder(Map<RoutingKey, RoutingObject> before, List<Heard> reports) {
        Map<RoutingKey, RoutingObject> state = new HashMap<>(before);
        Set<RoutingKey> changed = reports.stream()
                .filter(report -> report.operation() == Operation.CHANGE)
                .map(report -> report.object().key())
                .collect(Collectors.toSet());
        boolean values = false;
        for (Heard report : reports) {
            RoutingKey key = report.object().key();
            assertFalse(values && report.isDelete(), "a delete after a value");
            if (report.isDelete()) {
                state.remove(key);
                assertTrue(
                        state.values().stream()
                                .filter(other -> !changed.contains(other.key()))
                                .noneMatch(other -> key.equals(NaiveKernel.parent(other))),
                        () -> "children left of " + key);
            } else {
                values = true;
                state.put(key, report.object());
                RoutingKey parent = NaiveKernel.parent(report.object());
                assertTrue(parent == null || state.containsKey(parent), () -> "no parent yet of " + key);
            }
        }
    }

    private static void assertIntegrity(Map<RoutingKey, RoutingObject> state) {
        for (RoutingObject object : state.values()) {
            RoutingKey parent = NaiveKernel.parent(object);
            assertTrue(parent == null || state.containsKey(parent), () -> "no parent of " + object);
            if (object instanceof Route route) {
                route.nexthops().forEach(hop -> assertTrue(state.containsKey(new Ifl.Key(hop.ifl())), () -> "no interface of " + route));
            }
        }
    }
}
