// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.daemon.RoutingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The virtual thread on which a listener service is called: waits until its socket is readable, drains it, hands over the cut.
///
/// A cut that the service threw at, or did not walk to its end, counts as delivered: the next one starts where it ended. One whose records
/// were taken away while it was walked is void, whatever the service made of the ESTALE that it got.
final class ListenerThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final ComponentServiceObjects<RoutingListener> service;
    private final RouteSocket socket;
    private final SwitchCounters counters;
    private final Thread thread;
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

    /// Any thread. A lock that the drain or the service waits for may eat the permit. That does no harm: what counts is
    /// [RouteSocket#hasNews], which is set before this is called and looked at each time before the thread parks.
    private void ring() {
        LockSupport.unpark(thread);
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
                awaitReadable();
                DrainedCut cut = nextCut();
                if (cut != null) {
                    deliver(listener, cut);
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
            failed(cut, e);
        }
        socket.delivered(cut);
    }

    private void failed(DrainedCut cut, Throwable e) {
        if (cut.isStale() && e instanceof RoutingException refusal && refusal.errno() == Errno.ESTALE) {
            return;
        }
        counters.listenerFailures.increment();
        if (!stopped) {
            String fate = cut.isStale() ? "is void" : "counts as delivered";
            LOG.error("listener {} failed at the cut to version {}; it {}", name, cut.version(), fate, e);
        }
    }

    private void awaitReadable() {
        while (true) {
            // Either stop(), which is seen here, or the daemon interrupted itself: that must not keep park from parking.
            Thread.interrupted();
            if (socket.hasNews() || stopped) {
                return;
            }
            LockSupport.park(this);
        }
    }
}
