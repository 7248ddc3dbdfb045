// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.rtsock.api.driver.HostMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The services of [HostMirror] that are there. They come and go on any thread, but the driver's thread alone calls them: coming and going
/// leave a note and ring, and who goes waits until the driver's thread has let go of it, because its bundle may be taken away right after.
final class MirrorWhiteboard {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorWhiteboard.class);
    private static final long PATIENCE_SECONDS = 5;

    private final Signal signal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition caughtUp = lock.newCondition();
    /// In the order they came. Guarded by the lock, as are the next three.
    private final List<HostMirror> present = new ArrayList<>();
    private long changes;
    /// Changes that the driver's thread has taken over.
    private long taken;
    private boolean closed;

    MirrorWhiteboard(Signal signal) {
        this.signal = signal;
    }

    void add(HostMirror mirror) {
        lock.lock();
        try {
            present.add(mirror);
            note();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when the driver's thread does not call it any more and its objects are deleted.
    void remove(HostMirror mirror) {
        lock.lock();
        try {
            present.removeIf(other -> other == mirror);
            note();
            awaitTaken(changes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void note() {
        changes++;
        if (!closed) {
            signal.ring();
        }
    }

    private void awaitTaken(long change) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (taken < change && !closed) {
            if (left <= 0) {
                LOG.error("The driver has not let go of a mirror within {} s", PATIENCE_SECONDS);
                return;
            }
            left = caughtUp.awaitNanos(left);
        }
    }

    /// By the driver's thread: shows it those that are there if that changed since it last looked.
    void takeOver(Consumer<List<HostMirror>> work) {
        List<HostMirror> now;
        long change;
        lock.lock();
        try {
            if (taken == changes) {
                return;
            }
            now = List.copyOf(present);
            change = changes;
        } finally {
            lock.unlock();
        }
        work.accept(now);
        lock.lock();
        try {
            taken = change;
            caughtUp.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The driver's thread ends: it calls nobody any more, and nobody may ring.
    void close() {
        lock.lock();
        try {
            closed = true;
            caughtUp.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
