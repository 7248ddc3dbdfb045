// SPDX-License-Identifier: Apache-2.0
package org.rtsock.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.transport.LocalConnector;

class LocalChannelTest {
    private final Line line = new Line();
    private final LocalChannel channel = new LocalChannel(line);
    private final ByteBuffer buffer = ByteBuffer.allocate(8);

    @Test
    void readingGoesOnAfterMessagesWereLost() throws Exception {
        line.failures = 2;
        assertEquals(1, channel.read(buffer));
    }

    @Test
    void anInterruptionEndsReadingAlsoWhileThereIsSomething() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> channel.read(buffer));
        assertTrue(Thread.interrupted(), "whoever interrupted finds it so");
    }

    @Test
    void aRefusalIsLeftToTheReply() {
        line.refuses = true;
        buffer.putLong(1).flip();
        assertEquals(8, channel.write(buffer));
        assertFalse(buffer.hasRemaining());
    }

    @Test
    void closingClosesTheConnectionOnce() {
        channel.close();
        channel.close();
        assertFalse(channel.isOpen());
        assertEquals(1, line.closed);
    }

    private static final class Line implements LocalConnector.Connection {
        private int failures;
        private boolean refuses;
        private int closed;

        @Override
        public void send(ByteBuffer message) {
            if (refuses) {
                throw new RoutingException(Errno.ESRCH, "no such route");
            }
        }

        @Override
        public int receive(ByteBuffer target) {
            if (failures-- > 0) {
                throw new RoutingException(Errno.ENOBUFS, "messages were lost");
            }
            target.put((byte) 1);
            return 1;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
