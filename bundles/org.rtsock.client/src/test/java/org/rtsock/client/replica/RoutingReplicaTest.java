// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.Endpoint;
import org.rtsock.client.FieldValues;
import org.rtsock.client.ScriptedAppliance;
import org.rtsock.client.ScriptedAppliance.Peer;
import org.rtsock.client.replica.ReplicaStatus.Phase;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RoutingReplicaTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final long EPOCH = 1_234_567_890_123L;
    private static final Cause NETLINK = new Cause.Driver("netlink");
    private static final Cause ANN = new Cause.Request("unix", 42, 7);
    private static final IfdCodec IFD = new IfdCodec();
    private static final RouteCodec ROUTE = new RouteCodec();
    private static final TypeDescriptor LABEL = new TypeDescriptor(
            new MessageType(70, "LABEL", "label", 65, 0),
            List.of(Field.key("label", FieldKind.U64), Field.of("note", FieldKind.TEXT)));

    @TempDir
    Path folder;

    private static Ifd ifd(int index, String name) {
        return new Ifd(index, name, new MacAddress(0x0200_0000_0001L, 6), 1500, true, false, "veth");
    }

    private static Route route(String prefix, int protocol) {
        return new Route(
                Route.Key.of(254, Prefix.parse(prefix), 5), protocol, RouteType.BLACKHOLE, List.of(), RouteState.STORED, null);
    }

    /// What an appliance does on its first connection, on its second...
    @FunctionalInterface
    private interface Turn {
        void take(FieldReader subscription, Peer peer) throws IOException;
    }

    private ScriptedAppliance appliance(Turn... turns) throws IOException {
        AtomicInteger next = new AtomicInteger();
        return ScriptedAppliance.start(folder.resolve("s"), (request, peer) -> {
            int turn = next.getAndIncrement();
            if (turn < turns.length) {
                turns[turn].take(request.fields(), peer);
            }
        });
    }

    private RoutingReplica replica() {
        return RoutingReplica.open(Endpoint.unix(folder.resolve("s")), AsyncMode.of(-1), QUICK);
    }

    /// Devices 1 and 2, at version 5.
    private static void devices(Peer peer) throws IOException {
        peer.describe(IFD.descriptor());
        peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 5);
        peer.record(IFD, ifd(1, "a"), 3, 3, NETLINK);
        peer.record(IFD, ifd(2, "b"), 5, 4, NETLINK);
        peer.mark(EPOCH, 5, true);
    }

    private static long[] place(FieldReader subscription) {
        subscription.u32();
        for (int words = subscription.u16(); words > 0; words--) {
            subscription.skipText();
        }
        Filter.read(subscription);
        return new long[] {subscription.u64(), subscription.u64()};
    }

    private static List<String> names(ReplicaState state) {
        return state.ifds().stream().map(Ifd::name).toList();
    }

    @Test
    void holdsTheTree() throws Exception {
        Ifl unit = new Ifl(7, "a.0", 1, 0, true);
        Ifl other = new Ifl(5, "b.0", 2, 0, true);
        Iff family = new Iff(7, Family.INET, 1500);
        Ifa address = new Ifa(7, IpAddress.parse("192.0.2.1"), Prefix.parse("192.0.2.0/24"), null, null);
        RtTable table = new RtTable(254, "main", Family.INET);
        try (var _ = appliance((_, peer) -> {
                    peer.describe(IFD.descriptor());
                    peer.describe(new IflCodec().descriptor());
                    peer.describe(new IffCodec().descriptor());
                    peer.describe(new IfaCodec().descriptor());
                    peer.describe(new RtTableCodec().descriptor());
                    peer.describe(ROUTE.descriptor());
                    peer.span(MessageType.IFDEV, ScriptedAppliance.VALUES, 0, EPOCH, 5);
                    peer.record(IFD, ifd(1, "a"), 3, 3, NETLINK);
                    peer.span(MessageType.IFLOGICAL, ScriptedAppliance.VALUES, 0, EPOCH, 5);
                    peer.record(new IflCodec(), unit, 3, 3, NETLINK);
                    peer.record(new IflCodec(), other, 3, 3, NETLINK);
                    peer.span(MessageType.IFFAMILY, ScriptedAppliance.VALUES, 0, EPOCH, 5);
                    peer.record(new IffCodec(), family, 3, 3, NETLINK);
                    peer.span(MessageType.IFADDR, ScriptedAppliance.VALUES, 0, EPOCH, 5);
                    peer.record(new IfaCodec(), address, 3, 3, NETLINK);
                    peer.span(MessageType.RTTABLE, ScriptedAppliance.VALUES, 0, EPOCH, 5);
                    peer.record(new RtTableCodec(), table, 3, 3, NETLINK);
                    peer.span(MessageType.ROUTE, ScriptedAppliance.VALUES, 0, EPOCH, 5);
                    peer.record(ROUTE, route("10.0.0.0/8", 4), 5, 5, ANN);
                    peer.record(ROUTE, route("10.1.0.0/16", 4), 5, 5, ANN);
                    peer.record(ROUTE, route("11.0.0.0/8", 4), 5, 5, ANN);
                    peer.mark(EPOCH, 5, true);
                });
                RoutingReplica replica = replica()) {
            ReplicaState state = replica.awaitState(SOON);
            assertEquals(EPOCH, state.epoch());
            assertEquals(5, state.version());
            assertEquals(ifd(1, "a"), state.ifd(1));
            assertEquals(List.of(unit), state.iflsOf(1));
            assertEquals(List.of(other, unit), List.copyOf(state.ifls()));
            assertEquals(unit, state.ifl(7));
            assertEquals(List.of(family), state.iffsOf(7));
            assertEquals(List.of(address), state.ifasOf(7));
            assertEquals(List.of(), state.ifasOf(5));
            assertEquals(table, state.table(254, Family.INET));
            assertEquals(route("10.1.0.0/16", 4), state.longestMatch(254, IpAddress.parse("10.1.2.3")));
            assertEquals(route("10.0.0.0/8", 4), state.longestMatch(254, IpAddress.parse("10.2.2.3")));
            assertNull(state.longestMatch(254, IpAddress.parse("12.0.0.1")));
            assertNull(state.longestMatch(100, IpAddress.parse("10.0.0.1")));
            assertEquals(route("10.0.0.0/8", 4), state.preferred(254, Prefix.parse("10.0.0.0/8")));
            assertEquals(route("11.0.0.0/8", 4), state.find(route("11.0.0.0/8", 1).key()));
            assertEquals(address, state.find(address.key()));
            List<Route> within = new ArrayList<>();
            state.routes(254, Prefix.parse("10.0.0.0/8")).forEach(within::add);
            assertEquals(List.of(route("10.0.0.0/8", 4), route("10.1.0.0/16", 4)), within);
            assertEquals(3, state.routeCount());
            assertEquals(List.of(table.key()), state.tablesWithRoutes());
            assertEquals(new ReplicaCounters(1, 0, 1, 0, 1, 9, 0), replica.counters());
            assertEquals(new ReplicaStatus(Phase.CONNECTED, null, 0), replica.status());
        }
    }

    @Test
    void subscribesToWhatItIsToldTo() throws Exception {
        Filter filter = new Filter(254, Family.INET6, Prefix.parse("2001:db8::/32"), Set.of(4, 186), 100);
        try (var appliance = appliance((_, peer) -> peer.mark(EPOCH, 5, true));
                RoutingReplica replica = RoutingReplica.open(
                        Endpoint.unix(folder.resolve("s")), new AsyncMode(3, Set.of("route", "label"), filter, null))) {
            replica.awaitState(SOON);
            FieldReader sent = appliance.requests().getFirst().fields();
            assertEquals(3, sent.u32());
            assertEquals(2, sent.u16());
            assertEquals("label", sent.text());
            assertEquals("route", sent.text());
            assertEquals(filter, Filter.read(sent));
            assertEquals(0, sent.u64());
            assertEquals(0, sent.u64());
        }
    }

    @Test
    void cutIsSeenAsAWhole() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        try (var _ = appliance((_, peer) -> {
                    devices(peer);
                    peer.span(IFD.type(), ScriptedAppliance.DELETES, 5, EPOCH, 7);
                    peer.record(IFD, ifd(1, "a"), 6, 3, NETLINK);
                    peer.desync(3);
                    peer.span(IFD.type(), ScriptedAppliance.VALUES, 5, EPOCH, 7);
                    peer.record(IFD, ifd(2, "b2"), 7, 4, NETLINK);
                    half.countDown();
                    await(seen);
                    peer.mark(EPOCH, 7, false);
                });
                RoutingReplica replica = replica()) {
            ReplicaState before = replica.awaitState(SOON);
            await(half);
            while (replica.counters().noticesLost() == 0) {
                Thread.onSpinWait();
            }
            assertSame(before, replica.state());
            seen.countDown();
            ReplicaState after = replica.awaitVersion(7, SOON);
            assertEquals(List.of("b2"), names(after));
            assertEquals(List.of("a", "b"), names(before), "what a reader holds does not change");
            assertEquals(3, replica.counters().noticesLost());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void listenersHearBeforeAndAfter() throws Exception {
        CountDownLatch registered = new CountDownLatch(1);
        BlockingQueue<ReplicaCut> cuts = new LinkedBlockingQueue<>();
        try (var _ = appliance((_, peer) -> {
                    devices(peer);
                    await(registered);
                    peer.span(IFD.type(), ScriptedAppliance.DELETES, 5, EPOCH, 9);
                    peer.record(IFD, ifd(1, "a"), 6, 3, NETLINK);
                    peer.span(IFD.type(), ScriptedAppliance.VALUES, 5, EPOCH, 9);
                    peer.record(IFD, ifd(1, "again"), 7, 7, ANN);
                    peer.record(IFD, ifd(2, "b2"), 8, 4, NETLINK);
                    peer.record(IFD, ifd(3, "c"), 9, 9, ANN);
                    peer.mark(EPOCH, 9, false);
                });
                RoutingReplica replica = replica()) {
            replica.awaitState(SOON);
            var registration = replica.onChange(_ -> {
                throw new IllegalStateException("a listener's own trouble");
            });
            replica.onChange(cuts::add);
            registered.countDown();
            ReplicaCut cut = Objects.requireNonNull(cuts.poll(10, TimeUnit.SECONDS));
            registration.close();
            assertEquals(List.of("a", "b"), names(cut.before()));
            assertEquals(9, cut.after().version());
            assertEquals(
                    List.of(Operation.DELETE, Operation.ADD, Operation.CHANGE, Operation.ADD),
                    cut.changes().stream().map(Change::operation).toList());
            Change gone = cut.changes().get(0);
            assertEquals(ifd(1, "a"), gone.before());
            assertNull(gone.after());
            Change back = cut.changes().get(1);
            assertNull(back.before());
            assertEquals(ifd(1, "again"), back.after());
            assertEquals(ANN, back.cause());
            assertEquals(7, back.version());
            Change changed = cut.changes().get(2);
            assertEquals(ifd(2, "b"), changed.before());
            assertEquals(ifd(2, "b2"), changed.after());
            assertEquals(NETLINK, changed.cause());
            assertEquals(MessageType.IFDEV, changed.type());
        }
    }

    @Test
    void halfACutIsDroppedAtABreakAndTheRestResumed() throws Exception {
        BlockingQueue<ReplicaCut> cuts = new LinkedBlockingQueue<>();
        CountDownLatch registered = new CountDownLatch(1);
        try (var appliance = appliance(
                        (_, peer) -> {
                            await(registered);
                            devices(peer);
                            peer.span(IFD.type(), ScriptedAppliance.DELETES, 5, EPOCH, 7);
                            peer.record(IFD, ifd(1, "a"), 6, 3, NETLINK);
                            peer.hangUp();
                        },
                        (subscription, peer) -> {
                            assertEquals(List.of(EPOCH, 5L), longs(place(subscription)));
                            peer.describe(IFD.descriptor());
                            peer.span(IFD.type(), ScriptedAppliance.VALUES, 5, EPOCH, 8);
                            peer.record(IFD, ifd(1, "a8"), 8, 3, NETLINK);
                            peer.mark(EPOCH, 8, true);
                        });
                RoutingReplica replica = replica()) {
            replica.onChange(cuts::add);
            registered.countDown();
            assertEquals(List.of("a8", "b"), names(replica.awaitVersion(8, SOON)));
            assertEquals(2, appliance.requests().size());
            assertEquals(5, Objects.requireNonNull(cuts.poll(10, TimeUnit.SECONDS)).after().version());
            ReplicaCut resumed = Objects.requireNonNull(cuts.poll(10, TimeUnit.SECONDS));
            assertEquals(List.of("CHANGE"), resumed.changes().stream().map(change -> change.operation().name()).toList());
            assertEquals(new ReplicaCounters(2, 1, 1, 1, 2, 3, 0), replica.counters());
        }
    }

    private static List<Long> longs(long[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    @Test
    void resetTypeIsToldAsItsDifference() throws Exception {
        BlockingQueue<ReplicaCut> cuts = new LinkedBlockingQueue<>();
        CountDownLatch registered = new CountDownLatch(1);
        try (var _ = appliance(
                        (_, peer) -> {
                            peer.describe(ROUTE.descriptor());
                            peer.describe(IFD.descriptor());
                            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 5);
                            peer.record(IFD, ifd(1, "a"), 3, 3, NETLINK);
                            peer.span(ROUTE.type(), ScriptedAppliance.VALUES, 0, EPOCH, 5);
                            peer.record(ROUTE, route("10.0.0.0/8", 4), 5, 5, ANN);
                            peer.record(ROUTE, route("11.0.0.0/8", 4), 5, 5, ANN);
                            peer.record(ROUTE, route("12.0.0.0/8", 4), 5, 5, ANN);
                            peer.mark(EPOCH, 5, true);
                            await(registered);
                            peer.hangUp();
                        },
                        (_, peer) -> {
                            peer.describe(ROUTE.descriptor());
                            peer.reset(ROUTE.type(), EPOCH, 9);
                            peer.span(ROUTE.type(), ScriptedAppliance.VALUES, 0, EPOCH, 9);
                            peer.record(ROUTE, route("10.0.0.0/8", 4), 5, 5, ANN);
                            peer.record(ROUTE, route("11.0.0.0/8", 8), 8, 5, ANN);
                            peer.record(ROUTE, route("13.0.0.0/8", 4), 9, 9, ANN);
                            peer.mark(EPOCH, 9, true);
                        });
                RoutingReplica replica = replica()) {
            replica.awaitState(SOON);
            replica.onChange(cuts::add);
            registered.countDown();
            ReplicaCut cut = Objects.requireNonNull(cuts.poll(10, TimeUnit.SECONDS));
            assertEquals(
                    List.of("DELETE", "CHANGE", "ADD"), cut.changes().stream().map(change -> change.operation().name()).toList());
            assertEquals(route("12.0.0.0/8", 4), cut.changes().get(0).before());
            assertEquals("?", cut.changes().get(0).cause().origin());
            assertEquals(route("11.0.0.0/8", 4), cut.changes().get(1).before());
            assertEquals(route("11.0.0.0/8", 8), cut.changes().get(1).after());
            assertEquals(route("13.0.0.0/8", 4), cut.changes().get(2).after());
            assertEquals(3, cut.after().routeCount());
            assertEquals(List.of("a"), names(cut.after()), "other types stay");
            assertEquals(0, replica.counters().resumes());
            assertEquals(2, replica.counters().snapshots());
        }
    }

    @Test
    void voidCutLeavesNothingBehind() throws Exception {
        BlockingQueue<ReplicaCut> cuts = new LinkedBlockingQueue<>();
        CountDownLatch registered = new CountDownLatch(1);
        try (var _ = appliance((_, peer) -> {
                    devices(peer);
                    await(registered);
                    peer.span(IFD.type(), ScriptedAppliance.DELETES, 5, EPOCH, 7);
                    peer.record(IFD, ifd(1, "a"), 6, 3, NETLINK);
                    peer.reset(IFD.type(), EPOCH, 8);
                    peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 8);
                    peer.record(IFD, ifd(1, "a"), 3, 3, NETLINK);
                    peer.record(IFD, ifd(2, "b8"), 8, 4, NETLINK);
                    peer.mark(EPOCH, 8, false);
                });
                RoutingReplica replica = replica()) {
            replica.awaitState(SOON);
            replica.onChange(cuts::add);
            registered.countDown();
            ReplicaCut cut = Objects.requireNonNull(cuts.poll(10, TimeUnit.SECONDS));
            assertEquals(List.of("a", "b8"), names(cut.after()));
            assertEquals(1, cut.changes().size());
            assertEquals(Operation.CHANGE, cut.changes().getFirst().operation());
        }
    }

    @Test
    void anotherLifeOfTheKernelLeavesNothingOfTheOld() throws Exception {
        try (var _ = appliance(
                        (_, peer) -> {
                            peer.describe(LABEL);
                            peer.span(LABEL.type(), ScriptedAppliance.VALUES, 0, EPOCH, 5);
                            peer.record(70, fields -> fields.u64(9).text("x"), 5, 5, ANN);
                            devices(peer);
                            peer.hangUp();
                        },
                        // The plug-in is not there any more, so nobody speaks of its type.
                        (_, peer) -> {
                            peer.describe(IFD.descriptor());
                            peer.reset(IFD.type(), EPOCH + 1, 2);
                            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH + 1, 2);
                            peer.record(IFD, ifd(9, "z"), 2, 2, NETLINK);
                            peer.mark(EPOCH + 1, 2, true);
                        });
                RoutingReplica replica = replica()) {
            BlockingQueue<ReplicaState> states = new LinkedBlockingQueue<>();
            replica.onChange(cut -> states.add(cut.after()));
            ReplicaState state = replica.awaitState(SOON);
            while (state.epoch() != EPOCH + 1) {
                state = Objects.requireNonNull(states.poll(10, TimeUnit.SECONDS));
            }
            assertEquals(2, state.version());
            assertEquals(List.of("z"), names(state));
            assertEquals(List.of(), List.copyOf(state.objects("label")));
        }
    }

    @Test
    void objectsOfPluginsAreHeldByTheTextOfTheirKey() throws Exception {
        BlockingQueue<ReplicaCut> cuts = new LinkedBlockingQueue<>();
        CountDownLatch registered = new CountDownLatch(1);
        try (var _ = appliance((_, peer) -> {
                    await(registered);
                    peer.describe(LABEL);
                    peer.span(LABEL.type(), ScriptedAppliance.VALUES, 0, EPOCH, 5);
                    peer.record(70, fields -> fields.u64(9).text("nine"), 5, 5, ANN);
                    peer.record(70, fields -> fields.u64(10).text("ten"), 5, 5, ANN);
                    peer.mark(EPOCH, 5, true);
                });
                RoutingReplica replica = replica()) {
            replica.onChange(cuts::add);
            registered.countDown();
            ReplicaState state = replica.awaitState(SOON);
            assertEquals(LABEL, state.pluginTypes().getFirst());
            FieldValues nine = assertInstanceOf(FieldValues.class, state.object("label", "9"));
            assertEquals("nine", nine.get("note"));
            assertNull(state.object("label", "1"));
            assertNull(state.object("none", "9"));
            assertEquals(2, state.objects("label").size());
            Change change = Objects.requireNonNull(cuts.poll(10, TimeUnit.SECONDS)).changes().getFirst();
            assertNull(change.after());
            assertNull(change.fieldsBefore());
            assertEquals(nine, change.fieldsAfter());
        }
    }

    @Test
    void whatDoesNotFitBeginsAnew() throws Exception {
        CompletableFuture<?> heard = new CompletableFuture<>();
        try (var appliance = appliance(
                        (_, peer) -> {
                            devices(peer);
                            heard.join();
                            // A change of a device that is not there.
                            peer.span(IFD.type(), ScriptedAppliance.VALUES, 5, EPOCH, 6);
                            peer.record(IFD, ifd(7, "q"), 6, 2, NETLINK);
                            peer.mark(EPOCH, 6, false);
                        },
                        (subscription, peer) -> {
                            assertEquals(List.of(0L, 0L), longs(place(subscription)));
                            peer.describe(IFD.descriptor());
                            peer.span(IFD.type(), ScriptedAppliance.VALUES, 0, EPOCH, 8);
                            peer.record(IFD, ifd(7, "q"), 6, 2, NETLINK);
                            peer.mark(EPOCH, 8, true);
                        });
                RoutingReplica replica = replica()) {
            BlockingQueue<ReplicaStatus> told = new LinkedBlockingQueue<>();
            replica.onStatus(told::add);
            heard.complete(null);
            assertEquals(List.of("q"), names(replica.awaitVersion(8, SOON)));
            assertEquals(2, replica.counters().snapshots());
            assertEquals(2, appliance.requests().size());
            assertTrue(told.stream().anyMatch(status -> status.phase() == Phase.WAITING && status.why() instanceof ProtocolException));
        }
    }

    @Test
    void staleResumePointBeginsAnewAnyOtherRefusalIsTriedAgain() throws Exception {
        try (var appliance = ScriptedAppliance.start(folder.resolve("s"), new ScriptedAppliance.Script() {
                    private int turn;

                    @Override
                    public void answer(ScriptedAppliance.Request request, Peer peer) throws IOException {
                        switch (turn++) {
                            case 0 -> {
                                devices(peer);
                                peer.hangUp();
                            }
                            case 1 -> peer.refuse(request, Errno.EACCES, "not now");
                            case 2 -> peer.refuse(request, Errno.ESTALE, "too old");
                            default -> {
                                peer.describe(IFD.descriptor());
                                peer.mark(EPOCH, 8, true);
                            }
                        }
                    }
                });
                RoutingReplica replica = replica()) {
            assertEquals(List.of(), names(replica.awaitVersion(8, SOON)));
            assertEquals(
                    List.of(0L, EPOCH, EPOCH, 0L),
                    appliance.requests().stream().map(request -> place(request.fields())[0]).toList());
            assertEquals(3, replica.counters().breaks());
        }
    }

    @Test
    void waitsForAnApplianceThatIsNotThereYet() throws Exception {
        try (RoutingReplica replica = replica()) {
            assertThrows(TimeoutException.class, () -> replica.awaitState(Duration.ofMillis(20)));
            while (replica.status().failures() < 3) {
                Thread.onSpinWait();
            }
            assertNotNull(replica.status().why());
            assertEquals(0, replica.epoch());
            try (var _ = appliance((_, peer) -> devices(peer))) {
                assertEquals(5, replica.awaitState(SOON).version());
            }
        }
    }

    @Test
    void closingEndsTheThreadWhateverItWaitsFor() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        Endpoint hangs = () -> {
            opening.countDown();
            return never();
        };
        RoutingReplica connecting = RoutingReplica.open(hangs, AsyncMode.of(-1));
        await(opening);
        assertThatItEnds(connecting);

        RoutingReplica waiting = RoutingReplica.open(
                Endpoint.unix(folder.resolve("none")), AsyncMode.of(-1), new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
        while (waiting.status().phase() != Phase.WAITING) {
            Thread.onSpinWait();
        }
        assertThatItEnds(waiting);

        try (var _ = appliance((_, peer) -> devices(peer))) {
            RoutingReplica reading = replica();
            reading.awaitState(SOON);
            assertThatItEnds(reading);
            assertEquals(5, reading.state().version(), "the last state can still be read");
            assertThrows(IOException.class, () -> reading.awaitVersion(6, SOON));
        }
    }

    private static ByteChannel never() throws IOException {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static void assertThatItEnds(RoutingReplica replica) {
        replica.close();
        assertEquals(Phase.CLOSED, replica.status().phase());
        assertNull(replica.status().why());
        assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("rtsock-replica")));
    }

    @Test
    void listenerMayCloseTheReplica() throws Exception {
        CountDownLatch registered = new CountDownLatch(1);
        try (var _ = appliance((_, peer) -> {
                    await(registered);
                    devices(peer);
                });
                RoutingReplica replica = replica()) {
            CountDownLatch closed = new CountDownLatch(1);
            Runnable end = replica::close;
            replica.onChange(_ -> {
                end.run();
                closed.countDown();
            });
            registered.countDown();
            await(closed);
            assertEquals(5, replica.version());
        }
    }

    @Test
    void refusedSocketIsToldOf() throws Exception {
        try (var _ = ScriptedAppliance.start(folder.resolve("s"), Errno.EACCES.number(), (_, _) -> {});
                RoutingReplica replica = replica()) {
            while (replica.status().why() == null) {
                Thread.onSpinWait();
            }
            assertEquals(Errno.EACCES, assertInstanceOf(RoutingException.class, replica.status().why()).errno());
        }
    }
}
