// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.socket.Cut;

/// A listener that keeps what it hears and lets a test wait for it. Any thread.
public final class RecordingListener implements RoutingListener {
    /// Guarded by this.
    private final List<RoutingMessage> heard = new ArrayList<>();

    @Override
    public synchronized void receive(Cut cut) {
        cut.forEach(heard::add);
        notifyAll();
    }

    /// Waits until what was heard satisfies a condition, [Await#BOUND] at most.
    ///
    /// @return all that was heard
    /// @throws AssertionError when it does not, with what was heard
    public synchronized List<RoutingMessage> await(String what, Predicate<? super List<RoutingMessage>> condition) throws InterruptedException {
        long deadline = System.nanoTime() + Await.BOUND.toNanos();
        while (!condition.test(heard)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(what + " was not heard, but " + heard);
            }
            wait(left);
        }
        return List.copyOf(heard);
    }

    /// Waits for the mark of a version, or of a later one.
    public List<RoutingMessage> awaitMark(long version) throws InterruptedException {
        return await("mark " + version, all -> all.stream()
                .anyMatch(message -> message instanceof RoutingMessage.Mark mark && mark.version() >= version));
    }

    public synchronized void forget() {
        heard.clear();
    }

    public synchronized List<RoutingMessage> heard() {
        return List.copyOf(heard);
    }
}
