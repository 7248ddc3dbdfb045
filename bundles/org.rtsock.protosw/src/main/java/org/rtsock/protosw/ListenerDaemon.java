// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.Credentials;
import org.rtsock.api.RoutingException;
import org.rtsock.api.daemon.RoutingListener;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.SocketOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One listener service and, while its properties fit, the socket and the thread behind which it stands.
final class ListenerDaemon {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerDaemon.class);

    private final RouteDomain domain;
    private final SwitchCounters counters;
    private final ComponentServiceObjects<RoutingListener> service;
    private final ReentrantLock lock = new ReentrantLock();
    /// Null while the properties do not fit. Guarded by the lock.
    private @Nullable ListenerThread thread;

    ListenerDaemon(RouteDomain domain, SwitchCounters counters, ComponentServiceObjects<RoutingListener> service) {
        this.domain = domain;
        this.counters = counters;
        this.service = service;
    }

    /// Sets the flags anew, as the properties say; opens the socket when there is none. Properties that do not fit take the service off
    /// the lists.
    void listen(Map<String, Object> properties) {
        ListenerProperties wanted = new ListenerProperties(properties);
        lock.lock();
        try {
            AsyncMode mode = wanted.mode();
            ListenerThread running = thread;
            if (running == null) {
                RouteSocket socket = domain.open(WhiteboardProtosw.INSTANCE, null, "local", Credentials.SELF);
                socket.setOption(SocketOption.ROUTE_ASYNC_MODE, mode);
                thread = ListenerThread.start(wanted.describe(), service, socket, counters);
            } else {
                running.socket().setOption(SocketOption.ROUTE_ASYNC_MODE, mode);
            }
        } catch (RoutingException e) {
            LOG.warn("listener {} is left out: {}", wanted.describe(), e.getMessage());
            leave();
        } finally {
            lock.unlock();
        }
    }

    /// Off the lists. When this returns the service is not called any more, unless it has been in a call for longer than anyone waits.
    void leave() {
        ListenerThread left;
        lock.lock();
        try {
            left = thread;
            thread = null;
        } finally {
            lock.unlock();
        }
        if (left != null) {
            left.stop();
        }
    }
}
