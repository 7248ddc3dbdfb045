// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.daemon.RoutingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The virtual thread on which a listener service is called: waits until its socket is readable, drains it, hands over the cut.
///
/// A cut that the service threw at, or did not walk to its end, counts as delivered: the next one starts where it ended.
final class ListenerThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final ComponentServiceObjects<RoutingListener> service;
    private final RouteSocket socket;
    private final SwitchCounters counters;
    private final Thread thread;
    /// Has a permit when the socket may have become readable. A permit of LockSupport would not do: a lock that the drain waits for could
    /// eat it.
    private final Semaphore readable = new Semaphore(0);
    private volatile boolean stopped;

    private ListenerThread(
            String name, ComponentServiceObjects<RoutingListener> service, RouteSocket socket, SwitchCounters counters) {
        this.name = name;
        this.service = service;
        this.socket = socket;
        this.counters = counters;
        this.thread = Thread.ofVirtual().name("rtsock-listener " + name).unstarted(this);
    }

    static ListenerThread start(
            String name, ComponentServiceObjects<RoutingListener> service, RouteSocket socket, SwitchCounters counters) {
        ListenerThread started = new ListenerThread(name, service, socket, counters);
        socket.onReadable(started::ring);
        started.thread.start();
        return started;
    }

    RouteSocket socket() {
        return socket;
    }

    /// Any thread. One permit is enough, however long the daemon is away.
    private void ring() {
        if (readable.availablePermits() == 0) {
            readable.release();
        }
    }

    /// Detaches the socket and ends the thread. Waits for a call under way, but not forever, and not when it is that call that stops it.
    void stop() {
        stopped = true;
        socket.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        try {
            if (!thread.join(PATIENCE)) {
                LOG.warn("listener {} has not returned from receive for {}; it is left behind", name, PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        RoutingListener listener = service();
        if (listener == null) {
            socket.close();
            return;
        }
        try {
            while (!stopped) {
                DrainedCut cut = nextCut();
                if (cut != null) {
                    deliver(listener, cut);
                } else {
                    awaitReadable();
                }
            }
        } finally {
            release(listener);
        }
    }

    private @Nullable RoutingListener service() {
        try {
            RoutingListener listener = service.getService();
            if (listener == null && !stopped) {
                LOG.warn("listener {} is left out: its service cannot be had", name);
            }
            return listener;
        } catch (RuntimeException e) {
            LOG.error("listener {} is left out: its service cannot be had", name, e);
            return null;
        }
    }

    private void release(RoutingListener listener) {
        try {
            service.ungetService(listener);
        } catch (IllegalStateException e) {
            LOG.debug("listener {} went before it was released", name, e);
        }
    }

    private @Nullable DrainedCut nextCut() {
        try {
            return socket.nextCut();
        } catch (RuntimeException e) {
            LOG.error("the records for listener {} cannot be read; waiting for the next change", name, e);
            return null;
        }
    }

    private void deliver(RoutingListener listener, DrainedCut cut) {
        if (stopped) {
            return;
        }
        try {
            listener.receive(cut);
        } catch (Throwable e) {
            // Errors too: a daemon whose class is missing must not end the thread without a word.
            counters.listenerFailures.increment();
            if (!stopped) {
                LOG.error("listener {} failed at the cut to version {}; it counts as delivered", name, cut.version(), e);
            }
        }
        socket.delivered(cut);
    }

    private void awaitReadable() {
        try {
            readable.acquire();
            // All there were: one look is enough for them.
            readable.drainPermits();
        } catch (InterruptedException e) {
            // Either stop(), which the loop sees, or the daemon interrupted itself, which concerns nobody here.
        }
    }
}
