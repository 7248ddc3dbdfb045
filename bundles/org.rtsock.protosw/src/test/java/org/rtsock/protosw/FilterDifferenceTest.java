// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.Filter;

/// Random commits, filters, drains, compactions, reporters that come and go and records that are taken away, against a model that knows no
/// journal: at each mark the listener holds filter(state), and it was told differences only.
class FilterDifferenceTest {
    private static final int RUNS = 60;
    private static final int STEPS = 250;
    private static final List<String> PREFIXES =
            List.of("10.0.0.0/8", "10.1.0.0/16", "192.0.2.0/24", "2001:db8::/32", "2001:db8:1::/48");
    private static final List<MessageType> TYPES = List.of(MessageType.IFDEV, MessageType.IFADDR, MessageType.ROUTE);
    private static final int[] PROTOCOLS = {4, 186, 188};

    @Test
    void stateAtEachMarkIsTheFilteredState() {
        long seed = System.nanoTime();
        System.out.println("FilterDifferenceTest seed " + seed);
        Random seeds = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            long ofRun = seeds.nextLong();
            try {
                new Run(new Random(ofRun)).go();
            } catch (AssertionError e) {
                throw new AssertionError("seed of the run " + ofRun, e);
            }
        }
    }

    /// One listener's life.
    private static final class Run {
        private final Random random;
        private final Router router = new Router();
        private final RouteSocket socket = router.socket();
        private final Replica replica = new Replica();
        /// The kernel's state at each version.
        private final List<Map<RoutingKey, RoutingObject>> history = new ArrayList<>(List.of(Map.of()));
        private final List<FakeReporter<?>> reporters = new ArrayList<>();
        private Filter filter = Filter.NONE;
        private boolean quiet;
        /// Types of a cut that became void.
        private final Set<MessageType> resetsDue = new HashSet<>();

        Run(Random random) {
            this.random = random;
            router.kernel.remembersDeletes = true;
            router.start(router.ifa);
            reporters.addAll(List.of(router.ifd, router.ifa, router.route));
            Router.listen(socket, filter, "ifd", "ifa", "route");
        }

        void go() {
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3, 4, 5, 6, 7 -> commit();
                    case 8, 9, 10 -> refilter();
                    case 11 -> reporters.forEach(reporter -> reporter.compact(router.kernel.version));
                    case 12 -> restart();
                    case 13 -> reporters.get(random.nextInt(reporters.size())).patience = random.nextInt(4);
                    default -> drain();
                }
            }
            quiet = true;
            drain();
            drain();
            assertEquals(List.of(), Router.heard(socket), "there is nothing left to tell");
        }

        private void commit() {
            router.kernel.commit(new Cause.Driver("test"), tx -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    RoutingObject object = object();
                    if (random.nextInt(3) == 0) {
                        tx.remove(object.key());
                    } else if (!object.equals(tx.get(object.key()))) {
                        tx.put(object);
                    }
                }
            });
            Map<RoutingKey, RoutingObject> state = new HashMap<>();
            for (MessageType type : TYPES) {
                router.kernel.objects(type).forEach(object -> state.put(object.key(), object));
            }
            history.add(state);
        }

        private RoutingObject object() {
            return switch (random.nextInt(6)) {
                case 0 -> random.nextBoolean() ? Router.ifd(random.nextInt(4)) : Router.down(random.nextInt(4));
                case 1 -> Router.ifa(1, (random.nextBoolean() ? "192.0.2." : "2001:db8::") + random.nextInt(4));
                default -> new Route(
                        Route.Key.of(
                                random.nextBoolean() ? 254 : 7,
                                Prefix.parse(PREFIXES.get(random.nextInt(PREFIXES.size()))),
                                random.nextInt(3) - 1),
                        PROTOCOLS[random.nextInt(PROTOCOLS.length)],
                        random.nextBoolean() ? RouteType.BLACKHOLE : RouteType.PROHIBIT,
                        List.of(),
                        RouteState.STORED,
                        null);
            };
        }

        private void refilter() {
            Set<Integer> protocols = new HashSet<>();
            for (int protocol : PROTOCOLS) {
                if (random.nextInt(3) == 0) {
                    protocols.add(protocol);
                }
            }
            filter = new Filter(
                    random.nextInt(3) == 0 ? 254 : 0,
                    random.nextInt(3) > 0 ? null : random.nextBoolean() ? Family.INET : Family.INET6,
                    random.nextInt(3) == 0 ? Prefix.parse("10.0.0.0/8") : null,
                    protocols,
                    random.nextInt(3) - 1);
            Router.listen(socket, filter, "ifd", "ifa", "route");
        }

        /// A reporter goes; another one of its type comes, now or later.
        private void restart() {
            FakeReporter<?> gone = reporters.remove(random.nextInt(reporters.size()));
            router.stop(gone);
            if (random.nextBoolean()) {
                commit();
                drain();
            }
            FakeReporter<?> fresh = gone.successor();
            router.kernel.remembersDeletes = random.nextInt(4) > 0;
            reporters.add(fresh);
            router.start(fresh);
        }

        private void drain() {
            replica.beginCut();
            DrainedCut cut = socket.nextCut();
            if (cut == null) {
                return;
            }
            Filter ofCut = filter;
            List<MessageType> types = reporters.stream().map(FakeReporter::type).toList();
            Set<MessageType> reset = new HashSet<>();
            try {
                for (RoutingMessage message : cut) {
                    replica.apply(message);
                    if (message instanceof RoutingMessage.Reset told) {
                        reset.add(told.type());
                    }
                    meanwhile();
                }
                for (MessageType type : types) {
                    assertTrue(!resetsDue.remove(type) || reset.contains(type), () -> "no reset of " + type + " after a void cut");
                }
                types.forEach(type -> replica.check(type, cut.version(), expected(type, cut.version(), ofCut), ofCut));
            } catch (RoutingException e) {
                assertEquals(Errno.ESTALE, e.errno());
                reporters.forEach(reporter -> reporter.patience = Integer.MAX_VALUE);
                resetsDue.addAll(types);
            }
            socket.delivered(cut);
        }

        /// What may happen in the middle of a cut.
        private void meanwhile() {
            int chance = quiet ? 0 : random.nextInt(30);
            if (chance == 1) {
                commit();
            } else if (chance == 2) {
                refilter();
            }
        }

        private Map<RoutingKey, RoutingObject> expected(MessageType type, long version, Filter by) {
            Map<RoutingKey, RoutingObject> expected = new HashMap<>(history.get((int) version));
            expected.values().removeIf(object -> !object.type().equals(type) || !admits(by, object));
            return expected;
        }
    }

    /// What a filter means, said of objects.
    private static boolean admits(Filter filter, RoutingObject object) {
        return switch (object) {
            case Ifd _ -> true;
            case Ifa ifa -> isOf(filter.family(), ifa.family());
            case Route route -> (filter.table() == 0 || filter.table() == route.key().table())
                    && isOf(filter.family(), route.key().family())
                    && (filter.prefix() == null || filter.prefix().contains(route.key().prefix()))
                    && (filter.protocols().isEmpty() || filter.protocols().contains(route.protocol()))
                    && Integer.toUnsignedLong(route.key().priority()) <= Integer.toUnsignedLong(filter.priority());
            default -> throw new AssertionError(object);
        };
    }

    private static boolean isOf(@Nullable Family wanted, Family family) {
        return wanted == null || wanted == family;
    }
}
