// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.client.Endpoint;

/// The connection of a replica as long as that lives: one thread opens it again and again, any ends it for good, whatever that thread
/// waits for.
final class Line {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();

    // Guarded by the lock.
    private boolean closed;
    private @Nullable ByteChannel channel;
    /// Asks for a connection, and is to be interrupted if that is not wanted any more.
    private @Nullable Thread opener;

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// @throws ClosedChannelException when the line was closed meanwhile
    ByteChannel open(Endpoint endpoint) throws IOException {
        begin();
        @Nullable ByteChannel opened = null;
        try {
            opened = endpoint.open();
            return opened;
        } finally {
            end(opened);
        }
    }

    private void begin() throws ClosedChannelException {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            opener = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable ByteChannel opened) throws IOException {
        boolean late;
        lock.lock();
        try {
            opener = null;
            channel = opened;
            late = closed;
            // One that came too late must not end what this thread does next.
            if (late) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
        if (late && opened != null) {
            opened.close();
        }
    }

    /// Waits so long, or until the line is closed.
    void pause(Duration time) {
        long left = time.toNanos();
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = over.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // By nobody who knows this thread: the wait is over, nothing else.
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        @Nullable ByteChannel open;
        lock.lock();
        try {
            closed = true;
            over.signalAll();
            if (opener != null) {
                opener.interrupt();
            }
            open = channel;
            channel = null;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is of no more use in any case.
            }
        }
    }
}
