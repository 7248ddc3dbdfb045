// SPDX-License-Identifier: Apache-2.0
package org.rtsock.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.transport.LocalConnector;

/// A connection of the local transport as a channel. One thread reads and writes; [#close] from any.
final class LocalChannel implements ByteChannel {
    private final LocalConnector.Connection connection;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalChannel(LocalConnector.Connection connection) {
        this.connection = connection;
    }

    /// @param target with room for a message of the largest size
    @Override
    public int read(ByteBuffer target) throws IOException {
        while (true) {
            // Also when there always is something to read, so that a line ends a monitor under any load.
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            try {
                return connection.receive(target);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RoutingException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
                // Messages were lost; one that says so stands in their place.
            }
        }
    }

    /// One message. What it is answered comes by [#read], a refusal as well.
    @Override
    public int write(ByteBuffer message) {
        int length = message.remaining();
        try {
            connection.send(message);
        } catch (RoutingException e) {
            // The reply says the same.
        }
        message.position(message.limit());
        return length;
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connection.close();
        }
    }
}
