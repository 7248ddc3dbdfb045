// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifd;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Snapshot;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.protosw.Lamp.Fault;
import org.rtsock.protosw.Lamp.LampReporter;

/// Reporters of plug-ins that break, on the kernel core and journals as they are.
@Timeout(30)
class BrokenReporterTest {
    private final TranscriptRouter router = new TranscriptRouter(true);
    private final Logged logged = new Logged();
    private final TestProtosw protosw = new TestProtosw("test");
    private LampReporter lamps = LampReporter.of(router.kernel, Lamp.TYPE);

    BrokenReporterTest() {
        router.domain.addProtosw(protosw);
        router.domain.addReporter(lamps);
    }

    @AfterEach
    void close() {
        logged.close();
    }

    private long put(RoutingObject... objects) {
        return router.kernel.commit(TranscriptRouter.DRIVER, tx -> List.of(objects).forEach(tx::put));
    }

    private RouteSocket listening(Filter filter, String... words) {
        RouteSocket socket = router.domain.socket(SocketType.RAW, "test", null, "test", Credentials.SELF);
        Router.listen(socket, filter, words);
        return socket;
    }

    private RouteSocket listening() {
        return listening(Filter.NONE, "ifd", "lamp");
    }

    private RouteSocket holding() {
        put(ifd(1), Lamp.of("one", 40));
        RouteSocket socket = listening();
        assertEquals(List.of("ADD eth1", "ADD lamp one", "MARK 1 snapshot"), heard(socket));
        return socket;
    }

    private List<String> words() {
        return router.domain.types().stream().map(descriptor -> descriptor.type().word()).toList();
    }

    private void replace() {
        router.domain.removeReporter(lamps);
        lamps.close();
        lamps = LampReporter.of(router.kernel, Lamp.TYPE);
        router.domain.addReporter(lamps);
    }

    @Test
    void codecThatThrowsInACommitTakesItsTypeOutAndTheCommitIsWhole() {
        RouteSocket socket = holding();
        lamps.codec.fault.set(Fault.ENCODE);
        assertEquals(2, put(ifd(2), Lamp.of("two", 60)));
        assertEquals(List.of("RESET lamp", "ADD eth2", "MARK 2"), heard(socket));
        assertFalse(words().contains("lamp"));
        put(ifd(3), Lamp.of("three", 60));
        assertEquals(List.of("ADD eth3", "MARK 3"), heard(socket));
        assertEquals(1, logged.at(Level.ERROR).size());
        assertEquals(
                "message type lamp (64): reporter org.rtsock.protosw.Lamp$LampReporter failed at ADD of lamp two and is detached",
                logged.at(Level.ERROR).getFirst());
    }

    @Test
    void typeIsBackInFullWhenItsReporterIsRegisteredAnew() {
        RouteSocket socket = holding();
        lamps.codec.fault.set(Fault.ENCODE);
        put(Lamp.of("two", 60));
        assertEquals(List.of("RESET lamp", "MARK 2"), heard(socket));
        replace();
        assertEquals(List.of("ADD lamp one", "ADD lamp two", "MARK 2"), heard(socket));
        assertEquals("listening", router.domain.sockets().getFirst().state());
    }

    @Test
    void typeThatIsBackBeforeTheListenerLooksIsResetAndGivenAnew() {
        RouteSocket socket = holding();
        lamps.codec.fault.set(Fault.ENCODE);
        put(Lamp.of("two", 60));
        replace();
        assertEquals(List.of("RESET lamp", "ADD lamp one", "ADD lamp two", "MARK 2"), heard(socket));
    }

    @Test
    void listenerThatHoldsNothingOfTheTypeIsToldNothing() {
        put(ifd(1));
        RouteSocket socket = listening();
        lamps.codec.fault.set(Fault.ENCODE);
        put(Lamp.of("one", 40));
        assertEquals(List.of("ADD eth1", "MARK 2 snapshot"), heard(socket));
    }

    @Test
    void cutThatIsUnderWayIsReadToItsEnd() {
        RouteSocket socket = holding();
        put(Lamp.of("one", 60));
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        lamps.codec.fault.set(Fault.ENCODE);
        put(ifd(2), Lamp.of("two", 60));
        List<String> given = new ArrayList<>();
        cut.forEach(message -> given.add(Router.text(message)));
        assertEquals(List.of("CHANGE lamp one", "MARK 2"), given);
        socket.delivered(cut);
        assertEquals(List.of("RESET lamp", "ADD eth2", "MARK 3"), heard(socket));
        assertEquals(List.of(), heard(socket));
    }

    @Test
    void codecThatThrowsWhileAListenerWalksIsNotTheListenersFailure() {
        RouteSocket other = holding();
        lamps.codec.fault.set(Fault.DECODE);
        put(ifd(2), Lamp.of("two", 60));
        RouteSocket socket = listening();
        assertEquals(List.of("ADD eth1", "ADD eth2", "RESET lamp", "MARK 2 snapshot"), heard(socket));
        assertEquals(List.of("RESET lamp", "ADD eth2", "MARK 2"), heard(other));
        assertEquals(List.of(), heard(socket));
        assertFalse(words().contains("lamp"));
        long reports = lamps.reports();
        put(Lamp.of("three", 60));
        assertEquals(reports, lamps.reports(), "the kernel reports to it no more");
        assertEquals(1, logged.at(Level.ERROR).size());
        assertEquals(
                "message type LAMP (number 64, word lamp) of reporter org.rtsock.protosw.Lamp$LampReporter is out: "
                        + "its records cannot be read; every listener is told to forget it",
                logged.at(Level.ERROR).getFirst());
        lamps.codec.fault.set(Fault.NONE);
        replace();
        assertEquals(List.of("ADD lamp one", "ADD lamp two", "ADD lamp three", "MARK 3"), heard(socket));
    }

    @Test
    void codecThatThrowsWhileAFilterLooksLeavesTheProtocolsSocketAlone() {
        put(ifd(1), Lamp.of("one", 40));
        protosw.source = BrokenReporterTest::parts;
        lamps.codec.fault.set(Fault.ADMITS);
        RouteSocket socket = listening(Filter.of(0, Family.INET, null), "ifd", "lamp");
        assertEquals("VALUES ifd 1\nRESET lamp 0\nmark 1\n", Router.received(socket));
        put(ifd(2));
        assertEquals("VALUES ifd 1\nmark 2\n", Router.received(socket));
    }

    /// A protocol that looks at parts and counts records, as those do that pass them on unread.
    private static MessageSource parts(Cut cut) {
        return target -> {
            while (cut.nextPart()) {
                int count = 0;
                while (cut.records().next()) {
                    count++;
                }
                target.put(Router.bytes(cut.part() + " " + cut.descriptor().type().word() + " " + count + "\n"));
            }
            target.put(Router.bytes("mark " + cut.version() + "\n"));
            return true;
        };
    }

    @Test
    void snapshotEndsWithTheResetOfATypeThatCannotBeRead() {
        put(ifd(1), Lamp.of("one", 40));
        lamps.codec.fault.set(Fault.DECODE);
        List<String> given = new ArrayList<>();
        try (Snapshot snapshot = router.domain.snapshot(AsyncMode.of(MessageType.IFDEV.flag() | Lamp.TYPE.flag()))) {
            snapshot.cut().forEach(message -> given.add(Router.text(message)));
        }
        assertEquals(List.of("ADD eth1", "RESET lamp", "MARK 1 snapshot"), given);
    }

    @Test
    void reporterThatCannotTakeTheStateDoesNotCome() {
        router.domain.removeReporter(lamps);
        lamps.close();
        put(Lamp.of("one", 40));
        Lamp.Codec codec = new Lamp.Codec(Lamp.TYPE);
        codec.fault.set(Fault.ENCODE);
        assertThrows(IllegalStateException.class, () -> new LampReporter(router.kernel, codec));
        assertEquals(2, put(ifd(1)));
        codec.fault.set(Fault.NONE);
        router.domain.addReporter(new LampReporter(router.kernel, codec));
        assertEquals(List.of("ADD eth1", "ADD lamp one", "MARK 2 snapshot"), heard(listening()));
    }

    @Test
    void reporterThatBrokeBeforeTheSwitchSawItIsNotListed() {
        router.domain.removeReporter(lamps);
        lamps.codec.fault.set(Fault.ENCODE);
        put(ifd(1), Lamp.of("one", 40));
        router.domain.addReporter(lamps);
        assertFalse(words().contains("lamp"));
        assertEquals(List.of("ADD eth1", "MARK 1 snapshot"), heard(listening()));
    }

    @Test
    void brokenReporterMakesRoomForTheOneThatWaits() {
        RouteSocket socket = holding();
        LampReporter waiting = LampReporter.of(router.kernel, Lamp.TYPE);
        router.domain.addReporter(waiting);
        lamps.codec.fault.set(Fault.ENCODE);
        put(Lamp.of("two", 60));
        assertEquals(List.of("RESET lamp", "ADD lamp one", "ADD lamp two", "MARK 2"), heard(socket));
        waiting.codec.fault.set(Fault.ENCODE);
        put(Lamp.of("two", 80));
        assertEquals(List.of("RESET lamp", "MARK 3"), heard(socket));
    }

    /// Records that cannot be taken hold of, and a list that cannot be joined.
    @Test
    void reporterOfAnyMakeIsIsolatedWhenItThrows() {
        Router fakes = new Router();
        fakes.kernel.put(ifd(1), Router.ifl(1));
        RouteSocket socket = fakes.listening("ifd", "ifl");
        fakes.ifl.beforeHold = () -> {
            throw new IllegalStateException("no records today");
        };
        // What was taken hold of and not given any more counts as given: a reset too many does no harm.
        assertEquals(List.of("RESET ifl", "ADD eth1", "MARK 1 snapshot"), heard(socket));
        assertEquals(2, fakes.domain.types().size());
        fakes.start(new FakeReporter<>(new IfdCodec()) {
            @Override
            public RecordReader register(ReportListener listener, long cursor) {
                throw new RoutingException(Errno.EIO, "no list today");
            }
        });
        fakes.stop(fakes.ifd);
        assertEquals(1, fakes.domain.types().size());
        assertEquals(List.of(), heard(socket));
    }

    /// No listener may reach a version whose records are missing and still believe in the type.
    @Test
    void markOfTheVersionAtWhichAReporterBrokeHasItsReset() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 100; round++) {
                put(ifd(1), Lamp.of("one", 1 + round));
                CountDownLatch ready = new CountDownLatch(4);
                long broken = router.kernel.version() + 20;
                List<Future<?>> readers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    readers.add(threads.submit(() -> readTo(broken, ready)));
                }
                assertTrue(ready.await(10, TimeUnit.SECONDS));
                for (long version = router.kernel.version() + 1; version <= broken; version++) {
                    lamps.codec.fault.set(version == broken ? Fault.ENCODE : Fault.NONE);
                    assertEquals(version, put(ifd(1 + (int) version % 7), Lamp.of("two", 1 + (int) version)));
                }
                // One more, for those who were told of the reset before that version was published.
                put(ifd(100 + round));
                for (Future<?> reader : readers) {
                    reader.get();
                }
                replace();
            }
        } finally {
            // Those who wait for a version that does not come, because something above failed.
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    private void readTo(long broken, CountDownLatch ready) {
        Set<Object> held = new HashSet<>();
        RouteSocket socket = listening();
        boolean told = false;
        long reached = 0;
        while (reached < broken && !Thread.currentThread().isInterrupted()) {
            DrainedCut cut = socket.nextCut();
            if (cut == null) {
                Thread.yield();
                continue;
            }
            for (RoutingMessage message : cut) {
                switch (message) {
                    case RoutingMessage.Event event when event.object() instanceof ExtensionObject lamp -> held.add(lamp.key());
                    case RoutingMessage.Event _ -> {}
                    case RoutingMessage.Reset _ -> {
                        held.clear();
                        told = true;
                    }
                    case RoutingMessage.Mark mark -> reached = mark.version();
                }
            }
            socket.delivered(cut);
            assertEquals(told, held.isEmpty(), "at " + reached + " of " + broken + ": " + held);
            assertTrue(told || reached < broken, "not told by " + reached + " of " + broken);
            ready.countDown();
        }
        socket.close();
    }
}
