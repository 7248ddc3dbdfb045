// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.client.Endpoint;
import org.rtsock.client.ScriptedAppliance;
import org.rtsock.client.ScriptedAppliance.Peer;
import org.rtsock.client.ScriptedAppliance.Request;

/// Random streams, with breaks in their middle, void cuts, resumes and snapshots: at each mark the replica holds what the model holds, and
/// the changes that a listener is told lead from each state to the next.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReplicaModelTest {
    private static final int CUTS = 400;
    private static final long EPOCH = 77;
    private static final RouteCodec ROUTES = new RouteCodec();
    private static final Cause ANN = new Cause.Request("unix", 42, 7);

    private record Held(Route route, long born, long version) {}

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    /// The kernel, and its state at each version. Owned by the appliance's thread, of which there is one at a time.
    private final Map<Route.Key, Held> kernel = new HashMap<>();

    private final Map<Long, Map<Route.Key, Held>> history = new ConcurrentHashMap<>(Map.of(0L, Map.of()));
    private final AtomicInteger resumable = new AtomicInteger();
    private long version;

    private Route route() {
        Prefix prefix = Prefix.containing(
                new IpAddress(Family.INET, random.nextLong() & 0xff00_0000_0000_0000L, 0), random.nextInt(9));
        Route.Key key = Route.Key.of(1 + random.nextInt(2), prefix, random.nextInt(2));
        return new Route(key, random.nextInt(4), RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
    }

    private void commit() {
        version++;
        for (int changes = random.nextInt(8); changes > 0; changes--) {
            Route route = route();
            Held held = kernel.get(route.key());
            if (held != null && random.nextBoolean()) {
                kernel.remove(route.key());
            } else {
                kernel.put(route.key(), new Held(route, held == null ? version : held.born(), version));
            }
        }
        history.put(version, Map.copyOf(kernel));
    }

    /// The difference from a state to now, without the mark.
    private void difference(Peer peer, long from, int most) throws IOException {
        Map<Route.Key, Held> before = history.getOrDefault(from, Map.of());
        int left = most;
        peer.span(ROUTES.type(), ScriptedAppliance.DELETES, from, EPOCH, version);
        for (Held held : before.values()) {
            Held now = kernel.get(held.route().key());
            if ((now == null || now.born() != held.born()) && left-- > 0) {
                peer.record(ROUTES, held.route(), version, held.born(), ANN);
            }
        }
        peer.span(ROUTES.type(), ScriptedAppliance.VALUES, from, EPOCH, version);
        for (Held held : kernel.values()) {
            if (held.version() > from && left-- > 0) {
                peer.record(ROUTES, held.route(), held.version(), held.born(), ANN);
            }
        }
    }

    private void serve(Request request, Peer peer) throws IOException {
        var in = request.fields();
        in.u32();
        in.u16();
        in.skipText();
        Filter.read(in);
        long epoch = in.u64();
        long cursor = in.u64();
        peer.describe(ROUTES.descriptor());
        boolean first = true;
        while (version < CUTS) {
            commit();
            // The last one is told to its mark.
            switch (version == CUTS ? 2 : random.nextInt(12)) {
                case 0 -> {
                    difference(peer, cursor, random.nextInt(5));
                    peer.hangUp();
                    return;
                }
                case 1 -> {
                    // A cut that becomes void, or a place that is too old.
                    if (random.nextBoolean()) {
                        difference(peer, cursor, random.nextInt(5));
                    }
                    peer.reset(ROUTES.type(), EPOCH, version);
                    difference(peer, 0, Integer.MAX_VALUE);
                }
                default -> {
                    resumable.addAndGet(first && epoch == EPOCH ? 1 : 0);
                    difference(peer, cursor, Integer.MAX_VALUE);
                }
            }
            peer.mark(EPOCH, version, first);
            first = false;
            cursor = version;
        }
    }

    @Test
    @SuppressWarnings("try") // closed before the end of the block on purpose
    void replicaIsTheKernelAtItsMark() throws Exception {
        System.out.println("ReplicaModelTest seed " + seed);
        List<String> wrong = new ArrayList<>();
        Map<RoutingKey, RoutingObject> told = new HashMap<>();
        Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
        try (var _ = ScriptedAppliance.start(folder.resolve("s"), this::serve);
                RoutingReplica replica = RoutingReplica.open(
                        Endpoint.unix(folder.resolve("s")), new AsyncMode(0, Set.of("route"), Filter.NONE, null), quick)) {
            replica.onChange(cut -> {
                // The first cut may have come before this listener.
                if (told.isEmpty()) {
                    contents(cut.before()).forEach((key, route) -> told.put(key, route));
                }
                for (Change change : cut.changes()) {
                    apply(change, told, wrong);
                }
                if (!contents(cut.after()).equals(told)) {
                    wrong.add("changes do not lead to " + cut.after());
                }
                if (!contents(cut.after()).equals(expected(cut.after().version()))) {
                    wrong.add("not the kernel: " + cut.after());
                }
            });
            ReplicaState last = replica.awaitVersion(CUTS, Duration.ofSeconds(50));
            assertEquals(expected(CUTS), contents(last));
            ReplicaCounters counters = replica.counters();
            System.out.println("ReplicaModelTest " + counters);
            // Its thread is the one that writes what was wrong.
            replica.close();
            assertEquals(List.of(), wrong);
            assertEquals(resumable.get(), counters.resumes());
            assertTrue(counters.resumes() > 5 && counters.snapshots() > 0, counters.toString());
        }
    }

    private Map<Route.Key, Route> expected(long version) {
        Map<Route.Key, Route> routes = new HashMap<>();
        Objects.requireNonNull(history.get(version)).forEach((key, held) -> routes.put(key, held.route()));
        return routes;
    }

    private static Map<Route.Key, Route> contents(ReplicaState state) {
        Map<Route.Key, Route> routes = new HashMap<>();
        state.tablesWithRoutes().forEach(table -> state.routes(table.id(), table.family()).forEach(
                route -> assertNull(routes.put(route.key(), route))));
        assertEquals(routes.size(), state.routeCount());
        return routes;
    }

    private static void apply(Change change, Map<RoutingKey, RoutingObject> told, List<String> wrong) {
        RoutingObject before = change.before();
        RoutingObject after = change.after();
        RoutingKey key = Objects.requireNonNull(before == null ? after : before).key();
        RoutingObject was = after == null ? told.remove(key) : told.put(key, after);
        if (was == null ? before != null : !was.equals(before)) {
            wrong.add(change + " came when there was " + was);
        }
    }
}
