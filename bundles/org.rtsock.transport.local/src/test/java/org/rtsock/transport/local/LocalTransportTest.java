// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.transport.LocalConnector.Connection;
import org.rtsock.testkit.socket.EchoDomain;
import org.rtsock.testkit.socket.EchoSocket;

@Timeout(20)
class LocalTransportTest {
    private final EchoDomain domain = new EchoDomain();
    private final LocalTransport transport = new LocalTransport(domain);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Connection connection) throws InterruptedException {
        ByteBuffer target = ByteBuffer.allocate(100);
        int moved = connection.receive(target);
        return moved < 0 ? "end" : new String(target.array(), 0, moved, StandardCharsets.US_ASCII);
    }

    /// Receives on a thread of its own until the end.
    private static BlockingQueue<String> receiver(Connection connection) {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try {
                String message;
                do {
                    message = receive(connection);
                    received.add(message);
                } while (!message.equals("end"));
            } catch (InterruptedException e) {
                received.add("interrupted");
            }
        });
        return received;
    }

    @Test
    void messagesGoBothWaysWithTheAppliancesOwnCredentials() throws Exception {
        try (Connection connection = transport.connect("echo")) {
            connection.send(bytes("hello"));
            assertEquals("hello", receive(connection));
        }
        EchoSocket socket = domain.opened().getFirst();
        assertEquals(Credentials.SELF, socket.credentials());
        assertEquals("local", socket.origin());
        assertTrue(socket.isClosed());
    }

    @Test
    void receiverWaitsForEachMessage() throws Exception {
        Connection connection = transport.connect("echo");
        BlockingQueue<String> received = receiver(connection);
        for (int i = 0; i < 2000; i++) {
            connection.send(bytes("m" + i));
            assertEquals("m" + i, received.poll(10, TimeUnit.SECONDS));
        }
        connection.close();
        assertEquals("end", received.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void receiverLearnsThatTheSwitchClosedTheSocket() throws Exception {
        BlockingQueue<String> received = receiver(transport.connect("echo"));
        domain.opened().getFirst().close();
        assertEquals("end", received.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void stoppingEndsEveryConnection() throws Exception {
        BlockingQueue<String> first = receiver(transport.connect("echo"));
        BlockingQueue<String> second = receiver(transport.connect("echo"));
        transport.close();
        assertEquals("end", first.poll(10, TimeUnit.SECONDS));
        assertEquals("end", second.poll(10, TimeUnit.SECONDS));
        RoutingException e = assertThrows(RoutingException.class, () -> transport.connect("echo"));
        assertEquals(Errno.ESHUTDOWN, e.errno());
        assertTrue(domain.opened().getLast().isClosed());
    }

    @Test
    void unknownProtocolIsRefused() {
        RoutingException e = assertThrows(RoutingException.class, () -> transport.connect("nosuch"));
        assertEquals(Errno.EPROTONOSUPPORT, e.errno());
    }

    @Test
    void lossIsToldAndReceivingGoesOn() throws Exception {
        Connection connection = transport.connect("echo");
        domain.opened().getFirst().failNextReceive(() -> {
            throw new RoutingException(Errno.ENOBUFS, "lost");
        });
        connection.send(bytes("after"));
        RoutingException e = assertThrows(RoutingException.class, () -> receive(connection));
        assertEquals(Errno.ENOBUFS, e.errno());
        assertEquals("after", receive(connection));
    }
}
