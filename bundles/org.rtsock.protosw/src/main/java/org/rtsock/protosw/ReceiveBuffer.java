// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// The receive buffer of a socket (`so_rcv`): messages that wait to be read. Bounded; what does not fit is dropped and counted, and the
/// reader learns of it once. Changes of routing state never wait here: they are read from the reporters' records.
///
/// Everything is guarded by the lock. Any thread.
final class ReceiveBuffer {
    static final int DEFAULT_CAPACITY = 256 * 1024;
    /// A reply to a route request fits, even one with many next hops.
    static final int MIN_CAPACITY = 4 * 1024;
    static final int MAX_CAPACITY = 64 * 1024 * 1024;

    private final int socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private int capacity = DEFAULT_CAPACITY;
    private int used;
    private long dropped;
    /// Messages dropped that the reader does not know of.
    private long unreported;

    /// @param socket number of the socket, for messages
    ReceiveBuffer(int socket) {
        this.socket = socket;
    }

    /// SO_RCVBUF. What the buffer holds already stays, even when it is more.
    void resize(int bytes) {
        if (bytes < MIN_CAPACITY || bytes > MAX_CAPACITY) {
            throw new RoutingException(
                    Errno.EINVAL, "SO_RCVBUF " + bytes + " is not " + MIN_CAPACITY + " to " + MAX_CAPACITY);
        }
        lock.lock();
        try {
            capacity = bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Appends a copy of the message, from position to limit (`sbappendaddr`).
    ///
    /// @return false when it was dropped
    boolean append(ByteBuffer message) {
        lock.lock();
        try {
            int length = message.remaining();
            if (length > capacity - used) {
                dropped++;
                unreported++;
                return false;
            }
            byte[] copy = new byte[length];
            message.get(message.position(), copy);
            messages.add(copy);
            used += length;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Moves as many whole messages as fit.
    ///
    /// @return whether none is left
    /// @throws RoutingException ENOBUFS, once after messages were dropped
    boolean moveTo(ByteBuffer target) {
        lock.lock();
        try {
            if (unreported > 0) {
                String lost = "socket " + socket + " lost " + unreported + " messages: SO_RCVBUF " + capacity + " was full";
                unreported = 0;
                throw new RoutingException(Errno.ENOBUFS, lost);
            }
            byte[] next = messages.peek();
            while (next != null && next.length <= target.remaining()) {
                target.put(next);
                used -= next.length;
                messages.remove();
                next = messages.peek();
            }
            return next == null;
        } finally {
            lock.unlock();
        }
    }

    /// Messages dropped since the socket was opened.
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
