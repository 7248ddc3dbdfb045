// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.wire.Frame;
import org.rtsock.testkit.socket.EchoDomain;

@Timeout(30)
class ConnectionsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ANSWER = 8;

    private final EchoDomain domain = new EchoDomain();
    private @Nullable Connections connections;

    private Connections start(int most, int strangers, Duration introduction) {
        Connections started = new Connections(
                domain, "test", new Limits(most, strangers, introduction, Frame.MAX_LENGTH, LONG, LONG), true);
        connections = started;
        return started;
    }

    @AfterEach
    void whatWasAcceptedAddsUp() throws Exception {
        if (connections != null) {
            connections.close();
            Map<String, Long> counters = connections.read();
            long before = sum(counters, name -> name.matches(
                    "served|left|refused\\.(connections|strangers|identity|role|introduction|preamble)"));
            assertEquals(counters.get("accepted"), before, counters::toString);
            assertEquals(0, sum(counters, name -> name.matches("open|strangers|write\\.buffers")), counters::toString);
        }
    }

    private static long sum(Map<String, Long> counters, Predicate<String> which) {
        return counters.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static byte[] preamble(String protocol) {
        return ByteBuffer.allocate(16)
                .put("rtsock\1\0".getBytes(StandardCharsets.US_ASCII))
                .put(protocol.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static int errno(ByteBuffer heard) {
        return (heard.get(6) & 0xff) + (heard.get(7) << 8);
    }

    private static MemoryPeer admitted(Connections to, MemoryPeer peer) {
        to.admit(peer);
        return peer;
    }

    @Test
    void peerIsServedAndTakenLeaveOf() throws Exception {
        Connections started = start(4, 4, LONG);
        MemoryPeer peer = admitted(started, new MemoryPeer().say(preamble("echo")));
        peer.say(ByteBuffer.allocate(64).putInt(64).putInt(7).array()).end();
        ByteBuffer heard = peer.heardUntilClosed();
        assertEquals(0, errno(heard));
        assertEquals(7, heard.getInt(ANSWER + 4));
        assertTrue(peer.isFinished());
    }

    @Test
    void peerThatMayNotComeInIsToldSoAfterItsPreamble() throws Exception {
        Connections started = start(4, 4, LONG);
        MemoryPeer peer = admitted(started, new MemoryPeer(false, () -> {
            throw new RoutingException(Errno.EACCES, "no role");
        }));
        peer.say(preamble("echo"));
        assertEquals(Errno.EACCES.number(), errno(peer.heardUntilClosed()));
        assertTrue(peer.isFinished());
        assertEquals(1, started.read().get("refused.role"));
        assertTrue(domain.opened().isEmpty());
    }

    @Test
    void peerThatProvesNothingIsNotAnswered() throws Exception {
        Connections started = start(4, 4, LONG);
        MemoryPeer peer = admitted(started, new MemoryPeer(false, () -> {
            throw new IOException("bad certificate");
        }));
        assertEquals(0, peer.heardUntilClosed().limit());
        assertEquals(1, started.read().get("refused.identity"));
    }

    @Test
    void peerThatWentByItselfIsNoRefusal() throws Exception {
        Connections started = start(4, 4, LONG);
        admitted(started, new MemoryPeer().say(new byte[3]).end()).heardUntilClosed();
        admitted(started, new MemoryPeer().end()).heardUntilClosed();
        assertEquals(2, started.read().get("left"));
        assertEquals(0, sum(started.read(), name -> name.startsWith("refused")));
    }

    @Test
    void strangersDoNotTakeThePlacesOfThoseWhoAreIn() throws Exception {
        Connections started = start(4, 1, LONG);
        MemoryPeer in = admitted(started, new MemoryPeer().say(preamble("echo")));
        in.heard(ANSWER);
        MemoryPeer stranger = admitted(started, new MemoryPeer());
        MemoryPeer surplus = admitted(started, new MemoryPeer());
        assertEquals(Errno.EDQUOT.number(), errno(surplus.heardUntilClosed()));
        assertEquals(1, started.read().get("refused.strangers"));
        stranger.end().heardUntilClosed();
        assertEquals(0, errno(admitted(started, new MemoryPeer().say(preamble("echo"))).heard(ANSWER)));
        assertTrue(in.isOpen());
    }

    @Test
    void onlyWhoIsPlainIsAnsweredWhenTimeIsUp() throws Exception {
        Connections started = start(4, 4, Duration.ofMillis(50));
        assertEquals(Errno.ETIMEDOUT.number(), errno(admitted(started, new MemoryPeer()).heardUntilClosed()));
        MemoryPeer other = new MemoryPeer(false, () -> Credentials.SELF);
        assertEquals(0, admitted(started, other).heardUntilClosed().limit());
        assertFalse(other.isFinished());
        assertEquals(2, started.read().get("refused.introduction"));
    }

    @Test
    void whoComesWhenAllIsOverIsClosed() throws Exception {
        Connections started = start(4, 4, LONG);
        started.close();
        assertEquals(0, admitted(started, new MemoryPeer()).heardUntilClosed().limit());
    }
}
