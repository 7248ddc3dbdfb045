// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.rtsock.api.Registration;

/// The newest state of a replica, and those who wait for one or want to hear of it. Written by the thread that reads; any thread looks.
final class Publication {
    private final List<ReplicaListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile ReplicaState state = ReplicaState.NOTHING;
    /// Guarded by the lock.
    private boolean over;

    ReplicaState state() {
        return state;
    }

    /// Those that hear of a cut which begins now.
    List<ReplicaListener> listeners() {
        return List.copyOf(listeners);
    }

    Registration add(ReplicaListener listener) {
        // One for each registration, so that the same listener can be there twice.
        ReplicaListener own = listener::changed;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    void publish(ReplicaState next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void tell(List<ReplicaListener> heard, ReplicaCut cut) {
        for (ReplicaListener listener : heard) {
            // One that was taken off while the cut came does not hear of it.
            if (listeners.contains(listener)) {
                tell(listener, cut);
            }
        }
    }

    private static void tell(ReplicaListener listener, ReplicaCut cut) {
        try {
            listener.changed(cut);
        } catch (Throwable e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// Waits for a state.
    ///
    /// @throws TimeoutException when the time is over
    /// @throws IOException      when no state comes any more
    ReplicaState await(Predicate<ReplicaState> wanted, Duration timeout) throws InterruptedException, TimeoutException, IOException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!wanted.test(state)) {
                if (over) {
                    throw new IOException("the replica is closed");
                }
                if (left <= 0) {
                    throw new TimeoutException("the replica stands at version " + state.version() + " after " + timeout);
                }
                left = changed.awaitNanos(left);
            }
            return state;
        } finally {
            lock.unlock();
        }
    }

    /// No state comes any more.
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
