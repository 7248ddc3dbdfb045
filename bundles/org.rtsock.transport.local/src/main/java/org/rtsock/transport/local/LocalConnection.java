// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.local;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.transport.LocalConnector;

/// A routing socket whose receiver waits.
final class LocalConnection implements LocalConnector.Connection {
    private final RoutingSocket socket;
    private final Consumer<LocalConnection> onClose;
    /// Has a permit when the socket may have become readable.
    private final Semaphore readable = new Semaphore(0);

    LocalConnection(RoutingSocket socket, Consumer<LocalConnection> onClose) {
        this.socket = socket;
        this.onClose = onClose;
        socket.onReadable(this::ring);
    }

    /// Any thread, the committing one among them: one permit is enough, however long nobody receives.
    private void ring() {
        if (readable.availablePermits() == 0) {
            readable.release();
        }
    }

    @Override
    public void send(ByteBuffer message) {
        socket.send(message);
    }

    /// @throws RoutingException ENOBUFS once after replies were dropped because nobody received; go on receiving
    @Override
    public int receive(ByteBuffer target) throws InterruptedException {
        while (true) {
            int moved = poll(target);
            if (moved != 0) {
                return moved;
            }
            readable.acquire();
            readable.drainPermits();
        }
    }

    /// What is there now; -1 when the socket is closed, by this end or by the switch.
    private int poll(ByteBuffer target) {
        try {
            return socket.receive(target);
        } catch (RoutingException e) {
            if (e.errno() == Errno.ENOTCONN) {
                onClose.accept(this);
                return -1;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
        onClose.accept(this);
    }
}
