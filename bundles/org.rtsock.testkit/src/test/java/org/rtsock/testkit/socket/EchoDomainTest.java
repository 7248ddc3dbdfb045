// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketType;

class EchoDomainTest {
    private final EchoDomain domain = new EchoDomain();
    private final ByteBuffer target = ByteBuffer.allocate(2500).order(ByteOrder.LITTLE_ENDIAN);

    private RoutingSocket open(String protocol) {
        return domain.socket(SocketType.RAW, protocol, null, "test", Credentials.SELF);
    }

    private static ByteBuffer message(int length) {
        return ByteBuffer.allocate(Math.max(length, 8)).putInt(0, length);
    }

    private void refused(Errno errno, Runnable call) {
        assertEquals(errno, assertThrows(RoutingException.class, call::run).errno());
    }

    @Test
    void messagesComeBackAndTheReaderIsWoken() {
        RoutingSocket socket = open(EchoDomain.PROTOCOL);
        AtomicInteger woken = new AtomicInteger();
        socket.onReadable(woken::incrementAndGet);
        socket.send(message(12));
        assertEquals(2, woken.get());
        assertEquals(12, socket.messageLength(message(12).order(ByteOrder.LITTLE_ENDIAN)));
        assertEquals(12, socket.receive(target));
        assertEquals(message(12), target.flip(), "the same bytes");
        assertEquals(1, domain.opened().getFirst().mostEchoes());
    }

    @Test
    void lengthThatIsNoneIsAnsweredAndRefused() {
        RoutingSocket socket = open(EchoDomain.PROTOCOL);
        assertEquals(-1, socket.messageLength(message(3)));
        refused(Errno.EINVAL, () -> socket.send(message(3)));
        assertEquals(8, socket.receive(target));
    }

    @Test
    void everySocketGivesWhatIsPublishedFromThenOnAtItsOwnPace() {
        RoutingSocket early = open(EchoDomain.PROTOCOL);
        domain.publish(3);
        RoutingSocket late = open(EchoDomain.PROTOCOL);
        assertEquals(0, late.receive(target));
        assertEquals(2 * EchoDomain.RECORD, early.receive(target));
        assertEquals(2, domain.opened().getFirst().given());
        assertEquals(EchoDomain.RECORD, early.receive(target.clear()));
        assertEquals(3, target.order(ByteOrder.BIG_ENDIAN).getInt(4));
    }

    @Test
    void faultsHappenOnceAndWhatWaitsStays() {
        RoutingSocket socket = open(EchoDomain.PROTOCOL);
        EchoSocket behind = domain.opened().getFirst();
        behind.failNextSend(() -> {
            throw new NoSuchMethodError("scripted");
        });
        assertThrows(NoSuchMethodError.class, () -> socket.send(message(8)));
        socket.send(message(8));
        behind.failNextReceive(() -> {
            throw new RoutingException(Errno.ENOBUFS, "scripted");
        });
        refused(Errno.ENOBUFS, () -> socket.receive(target));
        assertEquals(8, socket.receive(target));
    }

    @Test
    void socketThatIsShutDownTakesNothingAndOneThatIsClosedGivesNothing() {
        refused(Errno.EPROTONOSUPPORT, () -> open("rts"));
        RoutingSocket socket = open(EchoDomain.PROTOCOL);
        socket.send(message(8));
        socket.shutdown();
        refused(Errno.ESHUTDOWN, () -> socket.send(message(8)));
        assertEquals(8, socket.receive(target));
        socket.abort();
        assertTrue(domain.opened().getFirst().isClosed());
        refused(Errno.ENOTCONN, () -> socket.receive(target));
        refused(Errno.ENOTCONN, () -> socket.send(message(8)));
    }
}
