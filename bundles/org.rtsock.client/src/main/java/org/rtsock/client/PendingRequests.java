// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The requests of a connection that are under way, by sequence number. Any thread.
final class PendingRequests {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final Map<Integer, PendingRequest> underWay = new HashMap<>();
    private boolean batchOpen;
    private @Nullable IOException broken;

    PendingRequests(int most) {
        this.most = most;
    }

    /// Takes a request on, and waits for a place first when there are too many.
    ///
    /// @throws IOException why the connection is of no more use
    void enter(int seq, PendingRequest request) throws IOException {
        lock.lock();
        try {
            while (broken == null && underWay.size() >= most) {
                changed.awaitUninterruptibly();
            }
            checkWhole();
            underWay.put(seq, request);
        } finally {
            lock.unlock();
        }
    }

    /// Begins to send a batch of many frames, of which a socket takes one after the other. Waits for the end of the one before.
    void openBatch() throws IOException {
        lock.lock();
        try {
            while (broken == null && batchOpen) {
                changed.awaitUninterruptibly();
            }
            checkWhole();
            batchOpen = true;
        } finally {
            lock.unlock();
        }
    }

    /// The last frame of the batch is out.
    void closeBatch() {
        lock.lock();
        try {
            batchOpen = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void checkWhole() throws IOException {
        if (broken != null) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    boolean isBroken() {
        lock.lock();
        try {
            return broken != null;
        } finally {
            lock.unlock();
        }
    }

    /// Gives a reply to the request that it answers. The request's place is free before anybody is told.
    void reply(FrameReader frames) throws ProtocolException {
        PendingRequest request = find(frames.seq());
        Runnable completion = request == null ? null : request.reply(frames);
        if (completion != null && forget(frames.seq())) {
            Thread.startVirtualThread(completion);
        }
    }

    private @Nullable PendingRequest find(int seq) {
        lock.lock();
        try {
            return underWay.get(seq);
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it was under way
    boolean forget(int seq) {
        lock.lock();
        try {
            changed.signalAll();
            return underWay.remove(seq) != null;
        } finally {
            lock.unlock();
        }
    }

    /// Nobody can say what becomes of those that are under way.
    void failAll(Exception why) {
        List<PendingRequest> lost;
        lock.lock();
        try {
            lost = List.copyOf(underWay.values());
            underWay.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lost.forEach(request -> request.fail(why));
    }

    /// The connection is of no more use.
    ///
    /// @return false when it was not before
    boolean breakDown(IOException why) {
        lock.lock();
        try {
            if (broken != null) {
                return false;
            }
            broken = why;
        } finally {
            lock.unlock();
        }
        failAll(why);
        return true;
    }
}
