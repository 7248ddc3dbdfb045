// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// The receive buffer of a socket (`so_rcv`): messages that wait to be read. Bounded; what does not fit is dropped and counted, and the
/// reader learns of it once by errno, and by a message in the place of those that were lost. Changes of routing state never wait here: they
/// are read from the reporters' records.
///
/// Everything is guarded by the lock. Any thread.
final class ReceiveBuffer {
    static final int DEFAULT_CAPACITY = 256 * 1024;
    /// A reply to a route request fits, one with some sixty next hops too.
    static final int MIN_CAPACITY = 4 * 1024;
    static final int MAX_CAPACITY = 64 * 1024 * 1024;
    /// Of those who may not write (`sb_max`): there may be many of them, and anybody can fill it.
    static final int MAX_READERS_CAPACITY = 1024 * 1024;
    /// What a message counts beside its bytes, against twice the capacity (`sb_mbcnt`, `sb_mbmax`): small ones cost memory too.
    private static final int MESSAGE_OVERHEAD = 64;

    private final int socket;
    private final LongFunction<@Nullable ByteBuffer> desync;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private int capacity = DEFAULT_CAPACITY;
    private int used;
    private long dropped;
    /// Messages dropped that the reader does not know of.
    private long unreported;
    /// Messages dropped since the last one that was taken: what comes next must stand behind a word about them.
    private long gap;

    /// @param socket number of the socket, for messages
    /// @param desync the message that tells how many were lost, null when the protocol has none. Called under the lock
    ReceiveBuffer(int socket, LongFunction<@Nullable ByteBuffer> desync) {
        this.socket = socket;
        this.desync = desync;
    }

    /// SO_RCVBUF. What the buffer holds already stays, even when it is more.
    ///
    /// @param most how much the owner may have
    void resize(int bytes, int most) {
        if (bytes < MIN_CAPACITY || bytes > most) {
            throw new RoutingException(Errno.EINVAL, "SO_RCVBUF " + bytes + " is not " + MIN_CAPACITY + " to " + most);
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
            boolean taken = closeGap() && take(message);
            if (!taken) {
                dropped++;
                unreported++;
                gap++;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean take(ByteBuffer message) {
        int length = message.remaining();
        if (length > capacity - used || (messages.size() + 1L) * MESSAGE_OVERHEAD > 2L * capacity) {
            return false;
        }
        byte[] copy = new byte[length];
        message.get(message.position(), copy);
        messages.add(copy);
        used += length;
        return true;
    }

    /// Tells of what was lost, as soon as that fits.
    ///
    /// @return whether nothing is to be told any more
    private boolean closeGap() {
        if (gap > 0) {
            ByteBuffer message = desync.apply(gap);
            if (message == null || take(message)) {
                gap = 0;
            }
        }
        return gap == 0;
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
            byte[] next = next();
            while (next != null && next.length <= target.remaining()) {
                target.put(next);
                used -= next.length;
                messages.remove();
                next = next();
            }
            return next == null;
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] next() {
        if (messages.isEmpty()) {
            closeGap();
        }
        return messages.peek();
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
