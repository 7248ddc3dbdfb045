// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// Mirrors of other bundles at work in a network namespace with links v0 and w0.
class PluginMirrorTest {
    private final ObservedKernel observed = new ObservedKernel();
    private final ObservedType neighbors = new ObservedType(NeighborMirror.NEIGHBOR, observed.kernel);
    private final NeighborMirror mirror = new NeighborMirror();
    private @Nullable TestNamespace made;
    private @Nullable NetlinkDriver started;

    @BeforeEach
    void begin() {
        made = TestNamespace.make("plugin");
        made.batch(List.of("link add v0 type veth peer name w0", "link set v0 up", "link set w0 up", "addr add 10.0.0.1/16 dev v0"));
        start(8 << 20);
    }

    private void start(int receiveBuffer) {
        stop();
        started = new NetlinkDriver(observed.kernel, home().name(), receiveBuffer, 50);
    }

    private void stop() {
        if (started != null) {
            started.close();
            started = null;
        }
    }

    @AfterEach
    void end() {
        try {
            stop();
        } finally {
            if (made != null) {
                made.close();
            }
        }
    }

    private TestNamespace home() {
        return Objects.requireNonNull(made);
    }

    private NetlinkDriver driver() {
        return Objects.requireNonNull(started);
    }

    private long counter(String name) {
        return driver().read().getOrDefault(name, 0L);
    }

    private static String neigh(String verb, int host) {
        return "neigh " + verb + " 10.0.%d.%d lladdr 02:00:00:00:%02x:%02x dev v0 nud permanent"
                .formatted(host >> 8, host & 255, host >> 8, host & 255);
    }

    private void host(String... commands) {
        assertEquals("", home().batch(List.of(commands)));
    }

    @Test
    void whatIsThereComesInOneCommitAndThenWhatHappens() {
        host(neigh("add", 2), neigh("add", 3));
        driver().addMirror(mirror);
        neighbors.awaitSize(2);
        List<ObservedType.Report> reports = neighbors.takeReports();
        assertEquals(1, reports.stream().map(ObservedType.Report::version).distinct().count());
        host(neigh("add", 4), neigh("del", 2), neigh("del", 3));
        neighbors.awaitSize(1);
        assertEquals(List.of("10.0.0.4 02:00:00:00:00:04"), ofKernel());
    }

    @Test
    void goingDeletesItsObjectsInOneCommitAndLeavesItsGroups() {
        host(neigh("add", 2), neigh("add", 3));
        driver().addMirror(mirror);
        neighbors.awaitSize(2);
        neighbors.takeReports();
        driver().removeMirror(mirror);
        List<ObservedType.Report> reports = neighbors.takeReports();
        assertEquals(List.of(), neighbors.state());
        assertEquals(1, reports.stream().map(ObservedType.Report::version).distinct().count());
        assertTrue(reports.stream()
                .allMatch(report -> report.operation() == Operation.DELETE && report.cause().equals(new Cause.Driver("netlink"))));
        int shown = mirror.shown.size();
        NeighborMirror listener = new NeighborMirror() {
            @Override
            public Set<Integer> groups() {
                return Set.of();
            }

            @Override
            public List<Dump> dumps() {
                return List.of();
            }
        };
        driver().addMirror(listener);
        host("link add d0 type veth peer name pd0");
        ObservedType.await(() -> listener.shown.contains(Rtnetlink.RTM_NEWLINK), () -> "shown " + listener.shown);
        listener.shown.clear();
        host(neigh("add", 4), "link add d1 type veth peer name pd1");
        ObservedType.await(() -> listener.shown.contains(Rtnetlink.RTM_NEWLINK), () -> "shown " + listener.shown);
        assertFalse(listener.shown.contains(NeighborMirror.RTM_NEWNEIGH), "nobody is in the group any more");
        assertEquals(shown, mirror.shown.size());
    }

    @Test
    void secondOfATypeWaitsForTheFirstToGo() {
        host(neigh("add", 2));
        NeighborMirror second = new NeighborMirror();
        driver().addMirror(mirror);
        driver().addMirror(second);
        neighbors.awaitSize(1);
        ObservedType.await(() -> counter("mirrorFailures") == 1, () -> driver().read().toString());
        driver().removeMirror(mirror);
        neighbors.awaitSize(1);
        host(neigh("add", 3));
        neighbors.awaitSize(2);
        assertTrue(second.shown.contains(NeighborMirror.RTM_NEWNEIGH));
    }

    @Test
    void refusedOneThatGoesTakesNothingAlong() {
        host(neigh("add", 2));
        NeighborMirror second = new NeighborMirror();
        driver().addMirror(mirror);
        driver().addMirror(second);
        neighbors.awaitSize(1);
        driver().removeMirror(second);
        host(neigh("add", 3));
        neighbors.awaitSize(2);
        assertEquals(List.of(), neighbors.takeReports().stream().filter(report -> report.operation() == Operation.DELETE).toList());
    }

    @Test
    void oneThatThrowsIsLeftOutAndTheOthersGoOn() {
        MessageType other = new MessageType(101, "FRAGILE", "fragile", 46, 0);
        ObservedType fragiles = new ObservedType(other, observed.kernel);
        NeighborMirror fragile = new NeighborMirror() {
            @Override
            public MessageType type() {
                return other;
            }

            @Override
            public @Nullable Sighting read(int type, ByteBuffer message) {
                Sighting sighting = super.read(type, message);
                if (sighting != null && sighting.object().key().toString().contains("10.0.0.66")) {
                    throw new IllegalArgumentException("cannot bear 66");
                }
                return sighting;
            }
        };
        host(neigh("add", 2));
        driver().addMirror(fragile);
        driver().addMirror(mirror);
        neighbors.awaitSize(1);
        fragiles.awaitSize(1);
        host(neigh("add", 66), neigh("add", 3), neigh("del", 2));
        ObservedType.await(() -> counter("mirrorFailures") == 1, () -> driver().read().toString());
        neighbors.awaitSize(2);
        int shown = fragile.shown.size();
        host(neigh("add", 4));
        neighbors.awaitSize(3);
        assertEquals(shown, fragile.shown.size(), "it is not called again");
        assertEquals(1, fragiles.state().size(), "its objects stay");
        assertEquals(0, counter("restarts"));
        driver().removeMirror(fragile);
        assertEquals(List.of(), fragiles.state());
        assertEquals(3, neighbors.state().size());
    }

    @Test
    void oneWhoseObjectsAreOfAnotherTypeIsLeftOut() {
        host(neigh("add", 2));
        NeighborMirror liar = new NeighborMirror() {
            private boolean asked;

            @Override
            public MessageType type() {
                MessageType told = asked ? NEIGHBOR : new MessageType(101, "LIAR", "liar", 46, 0);
                asked = true;
                return told;
            }
        };
        driver().addMirror(liar);
        ObservedType.await(() -> counter("mirrorFailures") == 1, () -> driver().read().toString());
        assertEquals(List.of(), neighbors.state());
    }

    @Test
    void oneWhoseQuestionOrGroupTheHostRefusesIsLeftOut() {
        host(neigh("add", 2));
        driver().addMirror(new NeighborMirror() {
            @Override
            public MessageType type() {
                return new MessageType(101, "QUESTION", "question", 46, 0);
            }

            @Override
            public List<Dump> dumps() {
                return List.of(new Dump(9999, new byte[4]));
            }
        });
        driver().addMirror(new NeighborMirror() {
            @Override
            public MessageType type() {
                return new MessageType(102, "GROUP", "group", 46, 0);
            }

            @Override
            public Set<Integer> groups() {
                return Set.of(100_000);
            }
        });
        driver().addMirror(mirror);
        neighbors.awaitSize(1);
        assertEquals(2, counter("mirrorFailures"));
        assertEquals(0, counter("restarts"));
    }

    @Test
    void childOfALinkThatIsNotThereComesAndGoesWithIt() {
        driver().addMirror(new NeighborMirror() {
            @Override
            public @Nullable Sighting read(int type, ByteBuffer message) {
                Sighting sighting = super.read(type, message);
                return sighting == null ? null : seen(999, IpAddress.parse("10.0.0.2"), MacAddress.NONE, false);
            }
        });
        host(neigh("add", 2));
        ObservedType.await(() -> counter("refused") > 0, () -> driver().read().toString());
        assertEquals(List.of(), neighbors.state());
        host("link add d9 index 999 type veth peer name pd9");
        neighbors.awaitSize(1);
        host("link del d9");
        neighbors.awaitSize(0);
        assertFalse(observed.state().stream().anyMatch(object -> object.key().equals(new Ifl.Key(999))));
    }

    /// Neither the event of an address nor a quiet loopback owe a dump of the driver's own.
    @Test
    void childOfAnAddressThatIsNotThereComesWithIt() {
        record OfAddress(RoutingKey parent) implements ExtensionObject.Body {}
        IpAddress address = IpAddress.parse("10.9.0.1");
        host("link del v0");
        start(8 << 20);
        driver().addMirror(new NeighborMirror() {
            @Override
            Sighting seen(int ifl, IpAddress of, MacAddress mac, boolean gone) {
                RoutingKey parent = new Ifa(ifl, address, Prefix.containing(address, 24), null, null).key();
                return new Sighting(new ExtensionObject(new ExtensionObject.Key(NEIGHBOR, of), new OfAddress(parent)), gone);
            }
        });
        host("neigh add 10.0.0.2 dev lo nud permanent");
        ObservedType.await(() -> counter("refused") > 0, () -> driver().read().toString());
        assertEquals(List.of(), neighbors.state());
        host("addr add 10.9.0.1/24 dev lo");
        neighbors.awaitSize(1);
        host("addr del 10.9.0.1/24 dev lo");
        neighbors.awaitSize(0);
    }

    @Test
    void overrunIsMadeGood() {
        start(4096);
        driver().addMirror(mirror);
        home().batch(IntStream.range(0, 300).mapToObj(i -> neigh("add", 256 + i)).toList());
        neighbors.awaitSize(300);
        observed.gate.lock();
        try {
            host("link add d0 type veth peer name pd0"); // the driver is held up in its commit
            home().batch(IntStream.range(100, 300).mapToObj(i -> neigh("del", 256 + i)).toList());
            home().batch(IntStream.range(300, 400).mapToObj(i -> neigh("add", 256 + i)).toList());
        } finally {
            observed.gate.unlock();
        }
        neighbors.awaitSize(200);
        assertTrue(counter("overruns") > 0, driver().read()::toString);
        assertTrue(counter("resyncs") > 0, driver().read()::toString);
    }

    @Test
    void whatAnEarlierLifeOfTheDriverLeftIsSwept() {
        host(neigh("add", 2), neigh("add", 3));
        driver().addMirror(mirror);
        neighbors.awaitSize(2);
        NetlinkDriver first = driver();
        stop();
        first.removeMirror(mirror); // does not wait for a thread that is gone
        assertEquals(2, neighbors.state().size());
        host(neigh("del", 3));
        neighbors.takeReports();
        start(8 << 20);
        driver().addMirror(mirror);
        neighbors.awaitSize(1);
        assertEquals(List.of(Operation.DELETE), neighbors.takeReports().stream().map(ObservedType.Report::operation).toList());
    }

    @Test
    void comingAndGoingLeavesNothing() {
        host(neigh("add", 2), neigh("add", 3));
        for (int i = 0; i < 50; i++) {
            driver().addMirror(mirror);
            if (i % 2 == 0) {
                neighbors.awaitSize(2);
            }
            driver().removeMirror(mirror);
            assertEquals(List.of(), neighbors.state());
        }
        assertEquals(0, counter("mirrorFailures"));
        assertEquals(0, counter("restarts"));
    }

    /// `-Drtsock.netlink.seed` repeats a run.
    @Test
    void randomOperationsLeaveNoDifference() throws IOException {
        long seed = Long.getLong("rtsock.netlink.seed", System.nanoTime());
        System.out.println("PluginMirrorTest.randomOperationsLeaveNoDifference: -Drtsock.netlink.seed=" + seed);
        Random random = new Random(seed);
        start(16 << 10);
        driver().addMirror(mirror);
        for (int round = 0; round < 40; round++) {
            List<String> burst = random.ints(random.nextInt(1, 60)).mapToObj(i -> operation(random)).toList();
            if (random.nextBoolean()) {
                observed.gate.lock();
                try {
                    home().batch(burst);
                } finally {
                    observed.gate.unlock();
                }
            } else {
                home().batch(burst);
            }
            List<String> last = new ArrayList<>();
            ObservedType.await(
                    () -> {
                        last.clear();
                        last.addAll(ofHost());
                        return last.equals(ofKernel());
                    },
                    () -> "host " + last + "\nmirror " + ofKernel() + "\nafter " + String.join("\n", burst));
        }
        System.out.println(driver().read());
    }

    private static String operation(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "link set v0 down";
            case 1, 2 -> "link set v0 up";
            case 3, 4, 5 -> neigh("del", random.nextInt(2, 40));
            default -> neigh("replace", random.nextInt(2, 40));
        };
    }

    private List<String> ofHost() {
        try {
            List<String> lines = new ArrayList<>();
            for (Object entry : JSON.std.listFrom(home().ip("-json neigh show nud permanent"))) {
                lines.add(((Map<?, ?>) entry).get("dst") + " " + ((Map<?, ?>) entry).get("lladdr"));
            }
            return lines.stream().sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> ofKernel() {
        return neighbors.state().stream().map(PluginMirrorTest::text).sorted().toList();
    }

    private static String text(RoutingObject object) {
        return object instanceof ExtensionObject(ExtensionObject.Key key, NeighborMirror.Neighbor neighbor)
                        && key.id() instanceof NeighborMirror.Id id
                ? id.address() + " " + neighbor.mac()
                : object.toString();
    }
}
