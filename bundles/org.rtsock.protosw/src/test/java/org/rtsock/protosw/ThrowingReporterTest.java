// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.protosw.Router.heard;
import static org.rtsock.protosw.Router.ifd;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtsock.api.Errno;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IflCodec;

/// Reporters whose lists cannot be joined or left, and what they may do when they are told that they are out.
@Timeout(30)
class ThrowingReporterTest {
    private final Router router = new Router();
    private final Logged logged = new Logged();

    @AfterEach
    void close() {
        logged.close();
    }

    private List<String> words() {
        return router.domain.types().stream().map(descriptor -> descriptor.type().word()).toList();
    }

    private static FakeReporter<Ifd> unjoinable(AtomicBoolean joinable) {
        return new FakeReporter<>(new IfdCodec()) {
            @Override
            public RecordReader register(ReportListener listener, long cursor) {
                if (!joinable.get()) {
                    throw new RoutingException(Errno.EIO, "no list today");
                }
                return super.register(listener, cursor);
            }
        };
    }

    @Test
    void resetThatIsDueIsToldWhenTheSuccessorCannotBeJoined() {
        router.kernel.put(ifd(1));
        RouteSocket socket = router.listening("ifd");
        RouteSocket other = router.listening("ifd");
        assertEquals(List.of("ADD eth1", "MARK 1 snapshot"), heard(socket));
        router.start(unjoinable(new AtomicBoolean()));
        // Found by the other one: this one holds the type and is owed its reset when the successor, which waited, comes.
        router.ifd.beforeHold = () -> {
            throw new IllegalStateException("no records today");
        };
        assertEquals(List.of("RESET ifd", "MARK 1 snapshot"), heard(other));
        assertEquals(List.of("ifl", "route"), words());
        assertEquals(List.of("RESET ifd", "MARK 1"), heard(socket));
        assertEquals(List.of(), heard(socket));
        FakeReporter<Ifd> third = router.ifd.successor();
        router.start(third);
        assertEquals(List.of("ADD eth1", "MARK 1"), heard(socket));
    }

    @Test
    void successorThatCannotBeJoinedAfterACutIsTheOneThatIsOut() {
        router.kernel.put(ifd(1), Router.ifl(1));
        RouteSocket socket = router.listening("ifd", "ifl");
        DrainedCut cut = Objects.requireNonNull(socket.nextCut());
        AtomicBoolean joinable = new AtomicBoolean(true);
        FakeReporter<Ifd> successor = unjoinable(joinable);
        router.stop(router.ifd);
        router.start(successor);
        joinable.set(false);
        cut.forEach(_ -> {});
        socket.delivered(cut);
        assertEquals(List.of("ifl", "route"), words());
        assertEquals(List.of(), successor.listeners);
        String error = logged.at(Level.ERROR).getFirst();
        assertTrue(error.contains("IFDEV") && error.contains("ThrowingReporterTest$1"), error);
        router.kernel.put(Router.ifl(2));
        assertEquals(List.of("ADD eth2.0", "MARK 2"), heard(socket));
    }

    @Test
    void placeThatCannotBeClosedKeepsNobodyElseOnTheList() {
        router.stop(router.ifl);
        FakeReporter<Ifl> clinging = new FakeReporter<>(new IflCodec()) {
            @Override
            public RecordReader register(ReportListener listener, long cursor) {
                return new Clinging(super.register(listener, cursor));
            }

            @Override
            public Registration onFailure(Consumer<? super Throwable> told) {
                return () -> {
                    throw new IllegalStateException("you cannot stop me");
                };
            }
        };
        router.start(clinging);
        router.kernel.put(ifd(1));
        List<RouteSocket> sockets = List.of(router.listening("ifd", "ifl"), router.listening("ifd", "ifl"));
        sockets.forEach(socket -> assertEquals(List.of("ADD eth1", "MARK 1 snapshot"), heard(socket)));
        router.stop(clinging);
        router.domain.sockets().forEach(info -> assertEquals(List.of("ifd"), info.types()));
        assertEquals(List.of(), clinging.listeners);
        assertEquals(3, logged.at(Level.WARN).size());
        assertTrue(logged.at(Level.WARN).getLast().endsWith("failed when it was closed"), logged.at(Level.WARN).toString());
        router.kernel.put(ifd(2));
        sockets.forEach(socket -> assertEquals(List.of("ADD eth2", "MARK 2"), heard(socket)));
    }

    /// As when it has a service of its bundle go, and the thread of that service is on its way to the lists.
    @Test
    void reporterThatIsToldThatItIsOutMayWaitForThoseWhoChangeTheLists() {
        AtomicReference<String> done = new AtomicReference<>("not told");
        FakeReporter<Ifd> broken = new FakeReporter<>(new IfdCodec()) {
            @Override
            public RecordReader register(ReportListener listener, long cursor) {
                throw new RoutingException(Errno.EIO, "no list today");
            }

            @Override
            public void withdrawn() {
                Thread other = Thread.ofPlatform().start(() -> router.stop(router.ifl));
                try {
                    done.set(other.join(Duration.ofSeconds(5)) ? "done" : "stuck");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        RouteSocket socket = router.listening("ifd", "ifl");
        assertEquals(List.of("MARK 0 snapshot"), heard(socket));
        router.stop(router.ifd);
        router.start(broken);
        assertEquals("done", done.get());
        assertEquals(List.of("route"), words());
    }

    /// Leaves its list and says that it has not.
    private record Clinging(RecordReader place) implements RecordReader {
        @Override
        public long cursor() {
            return place.cursor();
        }

        @Override
        public boolean hold(long version) {
            return place.hold(version);
        }

        @Override
        public long compactedAt() {
            return place.compactedAt();
        }

        @Override
        public RecordCursor deletes(long from, long to) {
            return place.deletes(from, to);
        }

        @Override
        public RecordCursor values(long from, long to) {
            return place.values(from, to);
        }

        @Override
        public void release(long version) {
            place.release(version);
        }

        @Override
        public void close() {
            place.close();
            throw new IllegalStateException("you cannot leave");
        }
    }
}
