// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.wire.Frame;
import org.rtsock.testkit.socket.EchoDomain;
import org.rtsock.testkit.socket.EchoSocket;
import org.rtsock.transport.stream.Limits;

@Timeout(30)
class UnixTransportTest {
    private final EchoDomain domain = new EchoDomain();
    private UnixTransport transport;
    private Path path;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        path = folder.resolve("sub/rtsock.sock");
        transport = start(4, Duration.ofSeconds(10));
    }

    private UnixTransport start(int maxConnections, Duration timeout) throws Exception {
        Limits limits = new Limits(maxConnections, maxConnections, timeout, Frame.MAX_LENGTH, Duration.ZERO, Duration.ZERO);
        return new UnixTransport(
                domain, new SocketPath(path, false), PosixFilePermissions.fromString("rw-rw----"), Writers.NOBODY, limits);
    }

    @AfterEach
    void stop() throws Exception {
        transport.close();
        assertFalse(Files.exists(path));
    }

    private void expectRefusal(Errno errno, byte[] preamble) throws Exception {
        try (Peer peer = new Peer(path)) {
            peer.write(preamble);
            assertEquals(errno.number(), peer.answer());
            assertEquals(-1, peer.message());
        }
    }

    @Test
    void requestsAreAnsweredEachConnectionForItself() throws Exception {
        try (Peer one = Peer.connected(path);
                Peer two = Peer.connected(path)) {
            one.write(Peer.message(64, 1));
            two.write(Peer.message(5000, 2));
            assertEquals(2, two.message());
            assertEquals(1, one.message());
        }
    }

    @Test
    void messagesMayComeInPiecesOrSeveralAtOnce() throws Exception {
        try (Peer peer = new Peer(path)) {
            for (byte b : Peer.preamble("rtsock", 1, 0, "echo")) {
                peer.write(new byte[] {b});
            }
            assertEquals(0, peer.answer());
            for (byte b : Peer.message(24, 1)) {
                peer.write(new byte[] {b});
            }
            assertEquals(1, peer.message());
            byte[] several = new byte[3 * 32];
            for (int i = 0; i < 3; i++) {
                System.arraycopy(Peer.message(32, 10 + i), 0, several, 32 * i, 32);
            }
            peer.write(several);
            for (int i = 0; i < 3; i++) {
                assertEquals(10 + i, peer.message());
            }
        }
    }

    @Test
    void preambleSaysFamilyAndTheHostSaysWho() throws Exception {
        try (Peer peer = new Peer(path)) {
            peer.write(Peer.preamble("rtsock", 1, 10, "echo"));
            assertEquals(0, peer.answer());
            EchoSocket socket = domain.opened().getFirst();
            assertEquals(Family.INET6, socket.family());
            assertEquals("unix", socket.origin());
            assertEquals(System.getProperty("user.name"), socket.credentials().user());
            assertTrue(socket.credentials().mayWrite(), "the appliance's own account");
        }
        try (Peer peer = Peer.connected(path)) {
            assertNull(domain.opened().getLast().family());
            assertTrue(peer.channel.isOpen());
        }
    }

    @Test
    void preambleThatDoesNotFitIsAnsweredAndClosed() throws Exception {
        expectRefusal(Errno.EINVAL, Peer.preamble("GET / ", 1, 0, "echo"));
        expectRefusal(Errno.EPROTONOSUPPORT, Peer.preamble("rtsock", 2, 0, "echo"));
        expectRefusal(Errno.EAFNOSUPPORT, Peer.preamble("rtsock", 1, 7, "echo"));
        expectRefusal(Errno.EPROTONOSUPPORT, Peer.preamble("rtsock", 1, 0, "nosuch"));
    }

    @Test
    void halfAPreambleTimesOut() throws Exception {
        transport.close();
        transport = start(4, Duration.ofMillis(500));
        try (Peer peer = new Peer(path)) {
            peer.write(new byte[] {'r', 't', 's'});
            assertEquals(Errno.ETIMEDOUT.number(), peer.answer());
            assertEquals(-1, peer.message());
        }
        try (Peer peer = Peer.connected(path)) {
            // Longer than the time for the preamble, which has nothing to say any more.
            try (Peer other = new Peer(path)) {
                assertEquals(Errno.ETIMEDOUT.number(), other.answer());
            }
            peer.write(Peer.message(64, 1));
            assertEquals(1, peer.message());
        }
    }

    @Test
    void garbageIsAnsweredAndClosedAndNobodyElseNotices() throws Exception {
        try (Peer good = Peer.connected(path);
                Peer bad = Peer.connected(path)) {
            bad.write(Peer.message(64, 1));
            bad.write(new byte[64]);
            assertEquals(1, bad.message());
            assertEquals(64, bad.read(64).limit(), "the answer, here the same bytes");
            assertEquals(-1, bad.message());
            assertTrue(domain.opened().getLast().isClosed());
            good.write(Peer.message(64, 2));
            assertEquals(2, good.message());
        }
    }

    @Test
    void messageLongerThanAnyCanBeIsGarbage() throws Exception {
        try (Peer bad = Peer.connected(path)) {
            bad.write(new byte[] {0x7f, 0, 0, 0});
            assertEquals(4, bad.read(8).limit());
        }
    }

    @Test
    void peerThatDoesNotReadIsSlowForItselfOnly() throws Exception {
        int records = 20_000;
        try (Peer slow = Peer.connected(path);
                Peer fast = Peer.connected(path)) {
            domain.publish(records);
            for (int i = 1; i <= records; i++) {
                assertEquals(i, fast.message());
            }
            EchoSocket stalled = domain.opened().getFirst();
            assertTrue(stalled.given() < 2000, "moved for a peer that does not read: " + stalled.given());
            for (int i = 1; i <= records; i++) {
                assertEquals(i, slow.message());
            }
        }
    }

    @Test
    void peerThatAsksWithoutReadingLosesNoAnswer() throws Exception {
        int requests = 20_000;
        try (Peer peer = Peer.connected(path)) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 1; i <= requests; i++) {
                        peer.write(Peer.message(128, i));
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 1; i <= requests; i++) {
                assertEquals(i, peer.message());
            }
            writer.get();
            assertTrue(domain.opened().getFirst().mostEchoes() <= 32, "replies kept: " + domain.opened().getFirst().mostEchoes());
        }
    }

    @Test
    void requestsWithoutAnswersHoldUpNothing() throws Exception {
        domain.mute(true);
        try (Peer peer = Peer.connected(path);
                Peer other = Peer.connected(path)) {
            for (int i = 1; i <= 1000; i++) {
                peer.write(Peer.message(64, i));
            }
            peer.channel.shutdownOutput();
            assertEquals(-1, peer.message(), "all were taken, and then the end");
            domain.mute(false);
            other.write(Peer.message(64, 1));
            assertEquals(1, other.message());
        }
    }

    @Test
    void peerThatClosesItsSendingSideStillGetsItsAnswers() throws Exception {
        try (Peer peer = Peer.connected(path)) {
            peer.write(Peer.message(64, 1));
            peer.write(Peer.message(64, 2));
            peer.channel.shutdownOutput();
            assertEquals(1, peer.message());
            assertEquals(2, peer.message());
            assertEquals(-1, peer.message());
        }
    }

    @Test
    void peerThatClosesItsSendingSideIsGivenAllThatWaits() throws Exception {
        try (Peer peer = Peer.connected(path)) {
            EchoSocket socket = domain.opened().getFirst();
            domain.publish(3000); // more than one write takes
            peer.channel.shutdownOutput();
            for (int i = 1; i <= 3000; i++) {
                assertEquals(i, peer.message());
            }
            assertEquals(-1, peer.message());
            assertTrue(socket.isShutDown(), "PRU_SHUTDOWN");
            assertTrue(socket.isClosed());
        }
    }

    /// Slower than a preamble may be, but it takes something again and again.
    @Test
    void peerThatTakesWhatWaitsSlowlyIsGivenAllOfIt() throws Exception {
        transport.close();
        transport = start(10, Duration.ofMillis(600));
        try (Peer peer = Peer.connected(path)) {
            domain.publish(3000);
            peer.channel.shutdownOutput();
            for (int i = 1; i <= 3000; i++) {
                if (i % 150 == 0) {
                    Thread.sleep(40);
                }
                assertEquals(i, peer.message());
            }
            assertEquals(-1, peer.message());
        }
    }

    @Test
    void peerThatTakesNothingOfWhatWaitsIsLeft() throws Exception {
        transport.close();
        transport = start(10, Duration.ofMillis(200));
        try (Peer peer = Peer.connected(path)) {
            EchoSocket socket = domain.opened().getLast();
            domain.publish(3000);
            peer.channel.shutdownOutput();
            while (!socket.isClosed()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void socketThatTheSwitchClosesEndsTheConnection() throws Exception {
        try (Peer peer = Peer.connected(path)) {
            domain.opened().getFirst().close();
            assertEquals(-1, peer.message());
        }
    }

    private static void missingMethod() {
        throw new NoSuchMethodError("of a bundle that was replaced");
    }

    @Test
    void errorInAThreadOfAConnectionEndsItAndNoOther() throws Exception {
        try (Peer asks = Peer.connected(path);
                Peer listens = Peer.connected(path);
                Peer other = Peer.connected(path)) {
            domain.opened().get(0).failNextSend(UnixTransportTest::missingMethod);
            domain.opened().get(1).failNextReceive(UnixTransportTest::missingMethod);
            asks.write(Peer.message(64, 1));
            assertEquals(-1, asks.message());
            domain.publish(1);
            assertEquals(-1, listens.message());
            assertEquals(List.of(true, true, false), domain.opened().stream().map(EchoSocket::isClosed).toList());
            assertEquals(1, other.message());
        }
    }

    @Test
    void connectionBeyondTheLimitIsToldSo() throws Exception {
        transport.close();
        transport = start(1, Duration.ofSeconds(10));
        try (Peer first = Peer.connected(path);
                Peer second = new Peer(path)) {
            assertEquals(Errno.EDQUOT.number(), second.answer());
            first.write(Peer.message(64, 1));
            assertEquals(1, first.message());
        }
        int answer = Errno.EDQUOT.number();
        while (answer != 0) {
            // The place is free as soon as the transport has seen the first peer go.
            try (Peer third = new Peer(path)) {
                third.write(Peer.preamble("rtsock", 1, 0, "echo"));
                answer = third.answer();
            }
        }
    }

    @Test
    void stoppingEndsEveryConnectionAndThread() throws Exception {
        try (Peer idle = Peer.connected(path);
                Peer stalled = Peer.connected(path);
                Peer silent = new Peer(path)) {
            domain.publish(20_000);
            transport.close();
            assertEquals(-1, drained(idle));
            assertEquals(-1, drained(stalled));
            assertEquals(0, silent.read(1).limit());
            assertTrue(domain.opened().stream().allMatch(socket -> socket.isClosed()));
        }
    }

    private static int drained(Peer peer) throws Exception {
        int message;
        do {
            message = peer.message();
        } while (message >= 0);
        return message;
    }

    @Test
    void fileHasTheConfiguredPermissions() throws Exception {
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
}
