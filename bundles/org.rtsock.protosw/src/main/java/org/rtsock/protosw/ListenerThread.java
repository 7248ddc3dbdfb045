// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.daemon.RoutingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The virtual thread on which a listener service is called: waits until its socket is readable, drains it, hands over the cut.
///
/// A cut that the service threw at, or did not walk to its end, counts as delivered: the next one starts where it ended. One whose records
/// were taken away while it was walked is void, whatever the service made of the ESTALE that it got.
final class ListenerThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerThread.class);

    /// How long until records that could not be read are tried again.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ListenerDaemon daemon;
    private final String name;
    private final ComponentServiceObjects<RoutingListener> service;
    private final RouteSocket socket;
    private final Thread thread;
    private volatile boolean stopped;
    /// The last try to read failed, and the log has its line. Owned by the thread.
    private boolean unreadable;

    ListenerThread(
            ListenerDaemon daemon, String name, ComponentServiceObjects<RoutingListener> service, RouteSocket socket) {
        this.daemon = daemon;
        this.name = name;
        this.service = service;
        this.socket = socket;
        this.thread = Thread.ofVirtual().name("rtsock-listener " + name).unstarted(this);
    }

    void start() {
        socket.onReadable(this::ring);
        thread.start();
    }

    /// Any thread. A lock that the drain or the service waits for may eat the permit. That does no harm: what counts is
    /// [RouteSocket#hasNews], which is set before this is called and looked at each time before the thread parks.
    private void ring() {
        LockSupport.unpark(thread);
    }

    /// Ends the thread. Waits for a call under way, but not forever, and not when it is that call that stops it.
    ///
    /// @return whether the service is not called any more once the caller returns
    boolean stop(Duration patience) {
        stopped = true;
        if (Thread.currentThread() == thread || thread.getState() == Thread.State.NEW) {
            return true;
        }
        thread.interrupt();
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
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
            // Whatever ended the thread: nobody is to believe that it listens.
            socket.close();
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

    /// Errors, too, do not end the thread: memory that has run out may be there in a moment. The news stays for the next try.
    private @Nullable DrainedCut nextCut() {
        try {
            DrainedCut cut = socket.nextCut();
            unreadable = false;
            return cut;
        } catch (Throwable e) {
            if (!unreadable) {
                unreadable = true;
                LOG.error("the records for listener {} cannot be read; it is tried again every second", name, e);
            }
            pause();
            return null;
        }
    }

    /// A sleep, which a ring does not end: it has rung for what could not be read.
    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            LOG.debug("listener {} is stopped, or has interrupted itself", name);
        }
    }

    private void deliver(RoutingListener listener, DrainedCut cut) {
        if (stopped) {
            return;
        }
        Throwable thrown = null;
        daemon.callBegins();
        try {
            listener.receive(cut);
        } catch (Throwable e) {
            // Errors too: a daemon whose class is missing must not end the thread without a word.
            thrown = e;
        }
        daemon.callEnded(cut, thrown);
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
