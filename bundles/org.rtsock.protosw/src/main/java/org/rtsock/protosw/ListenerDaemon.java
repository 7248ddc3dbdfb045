// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.SocketOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One listener service, with the socket and the thread behind which it stands, and whether it is on the lists or parked.
///
/// There are three reasons to park, which come and go by themselves: its properties do not fit; it has been in one call for too long; it
/// has thrown too often. While there is one its socket is on no list, so that nothing is kept for it. Back on the lists it starts over:
/// it may hold objects that went meanwhile.
final class ListenerDaemon {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerDaemon.class);

    /// A place that nobody knows: whoever resumes there begins each type with a reset.
    private static final AsyncMode.ResumePoint NOWHERE = new AsyncMode.ResumePoint(0, 0);

    private final String name;
    private final boolean experienced;
    private final SwitchCounters counters;
    private final ListenerLimits limits;
    private final RouteSocket socket;
    private final ListenerThread thread;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock, as all that follow.
    private AsyncMode mode = AsyncMode.OFF;
    private @Nullable String misfit;
    private @Nullable String slow;
    private @Nullable String failing;
    /// Calls in a row that threw.
    private int failures;
    private boolean calling;
    /// [System#nanoTime] at which the call under way began.
    private long since;
    private boolean started;
    private boolean left;

    /// @param name        what to call the service in the log
    /// @param experienced whether it may hold what another switch told it
    ListenerDaemon(
            RouteDomain domain,
            SwitchCounters counters,
            ListenerLimits limits,
            String name,
            boolean experienced,
            ComponentServiceObjects<RoutingListener> service) {
        this.name = name;
        this.experienced = experienced;
        this.counters = counters;
        this.limits = limits;
        this.socket = domain.open(WhiteboardProtosw.INSTANCE, null, "local", Credentials.SELF);
        this.thread = new ListenerThread(this, name, service, socket);
    }

    /// Sets the flags anew, as the properties say. New properties end a row of failures.
    void listen(ListenerProperties properties) {
        lock.lock();
        try {
            boolean wasParked = misfit != null || failing != null;
            misfit = null;
            failing = null;
            failures = 0;
            try {
                AsyncMode wanted = properties.mode();
                mode = experienced ? new AsyncMode(wanted.flags(), wanted.words(), wanted.filter(), NOWHERE) : wanted;
            } catch (RoutingException e) {
                misfit = e.getMessage();
                LOG.warn("listener {} is parked until its properties fit: {}", name, misfit);
            }
            settle();
            if (wasParked && misfit == null && slow == null) {
                LOG.info("listener {} is back with other properties, and starts over", name);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Off the lists. When this returns the service is not called any more, unless it has been in a call for longer than anyone waits.
    void leave() {
        lock.lock();
        try {
            left = true;
        } finally {
            lock.unlock();
        }
        socket.close();
        if (!thread.stop(limits.leave())) {
            LOG.warn("listener {} has not returned from receive for {}; it is left behind", name, text(limits.leave()));
        }
    }

    /// The service is about to be called. On its thread.
    void callBegins() {
        lock.lock();
        try {
            calling = true;
            since = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// The service has returned, or thrown. On its thread.
    void callEnded(DrainedCut cut, @Nullable Throwable thrown) {
        lock.lock();
        try {
            calling = false;
            note(cut, thrown);
            socket.delivered(cut);
            if (slow != null) {
                slow = null;
                settle();
                if (!left) {
                    LOG.info("listener {} has returned after {} and starts over", name, text(sinceCalled()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Parks the service when it has been in a call for too long. On the thread of the watch.
    void checkSlow() {
        lock.lock();
        try {
            Duration taken = sinceCalled();
            if (calling && !left && slow == null && taken.compareTo(limits.call()) > 0) {
                slow = name + " has been in receive for more than " + text(limits.call());
                counters.parked.increment();
                LOG.warn("listener {} is parked until it returns: it has been in receive for {}", name, text(taken));
                settle();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Counts what it threw. The first of a row is logged as it is, the others as a sum.
    private void note(DrainedCut cut, @Nullable Throwable thrown) {
        if (thrown == null) {
            if (failures > 1) {
                LOG.info("listener {} is well again after {} failures in a row", name, failures);
            }
            failures = 0;
            return;
        }
        if (cut.isStale() && thrown instanceof RoutingException refusal && refusal.errno() == Errno.ESTALE) {
            return;
        }
        counters.listenerFailures.increment();
        failures++;
        if (left) {
            return;
        }
        if (failures == 1) {
            String fate = cut.isStale() ? "is void" : "counts as delivered";
            LOG.error("listener {} failed at the cut to version {}, which {}", name, cut.version(), fate, thrown);
        }
        if (failures == limits.failures()) {
            failing = name + " has failed " + failures + " times in a row";
            counters.parked.increment();
            LOG.error(
                    "listener {} is parked until its properties change or it is registered anew: it has failed {} times in a row, at last "
                            + "at the cut to version {}: {}",
                    name, failures, cut.version(), String.valueOf(thrown));
            settle();
        } else if (failures > 1 && isPowerOfTen(failures)) {
            LOG.error("listener {} has failed {} times in a row, at last with {}", name, failures, String.valueOf(thrown));
        }
    }

    private static boolean isPowerOfTen(int number) {
        return Integer.toString(number).matches("10*");
    }

    /// Onto the lists or off them. Under the lock.
    private void settle() {
        if (left) {
            return;
        }
        String why = misfit != null ? name + ": " + misfit : slow != null ? slow : failing;
        if (why != null) {
            socket.park(why);
            return;
        }
        try {
            socket.setOption(SocketOption.ROUTE_ASYNC_MODE, mode);
        } catch (RoutingException e) {
            // The socket was closed: the switch goes, or the service could not be had.
            LOG.debug("listener {} is not put on the lists", name, e);
            return;
        }
        if (!started) {
            started = true;
            thread.start();
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private Duration sinceCalled() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
