// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.daemon.RoutingListener;

/// The listener services: each is a socket for as long as it is registered, on the listener lists while nothing speaks against it.
final class Whiteboard {
    private final RouteDomain domain;
    private final SwitchCounters counters;
    private final ListenerLimits limits;
    /// By service reference.
    private final Map<Object, ListenerDaemon> daemons = new ConcurrentHashMap<>();
    /// The listeners that come now were there before the switch.
    private volatile boolean activating;
    /// There from the first listener on, when there is a limit. Guarded by this object's lock.
    private @Nullable ListenerWatch watch;
    /// Nothing is watched any more. Guarded by this object's lock.
    private boolean closed;

    Whiteboard(RouteDomain domain, SwitchCounters counters, ListenerLimits limits) {
        this.domain = domain;
        this.counters = counters;
        this.limits = limits;
    }

    /// Whoever listened to another switch before this one may hold what that one told.
    void activating(boolean activating) {
        this.activating = activating;
    }

    void add(Object reference, ComponentServiceObjects<RoutingListener> service, Map<String, Object> given) {
        startWatch();
        ListenerProperties properties = new ListenerProperties(given);
        ListenerDaemon daemon = new ListenerDaemon(domain, counters, limits, properties.describe(), activating, service);
        daemons.put(reference, daemon);
        daemon.listen(properties);
    }

    void update(Object reference, Map<String, Object> properties) {
        ListenerDaemon daemon = daemons.get(reference);
        if (daemon != null) {
            daemon.listen(new ListenerProperties(properties));
        }
    }

    void remove(Object reference) {
        ListenerDaemon daemon = daemons.remove(reference);
        if (daemon != null) {
            daemon.leave();
        }
    }

    void close() {
        daemons.keySet().forEach(this::remove);
        ListenerWatch last = closeWatch();
        if (last != null) {
            last.stop();
        }
    }

    private synchronized void startWatch() {
        if (watch == null && !closed && !limits.call().isZero()) {
            watch = new ListenerWatch(daemons.values(), limits.call());
        }
    }

    /// @return what the caller has to stop, without the lock
    private synchronized @Nullable ListenerWatch closeWatch() {
        closed = true;
        ListenerWatch last = watch;
        watch = null;
        return last;
    }
}
