// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.ComponentServiceObjects;
import org.rtsock.api.daemon.RoutingListener;

/// The listener services: each is a socket on the listener lists for as long as it is registered and its properties fit.
final class Whiteboard {
    private final RouteDomain domain;
    private final SwitchCounters counters;
    /// By service reference.
    private final Map<Object, ListenerDaemon> daemons = new ConcurrentHashMap<>();

    Whiteboard(RouteDomain domain, SwitchCounters counters) {
        this.domain = domain;
        this.counters = counters;
    }

    void add(Object reference, ComponentServiceObjects<RoutingListener> service, Map<String, Object> properties) {
        ListenerDaemon daemon = new ListenerDaemon(domain, counters, service);
        daemons.put(reference, daemon);
        daemon.listen(properties);
    }

    void update(Object reference, Map<String, Object> properties) {
        ListenerDaemon daemon = daemons.get(reference);
        if (daemon != null) {
            daemon.listen(properties);
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
    }
}
