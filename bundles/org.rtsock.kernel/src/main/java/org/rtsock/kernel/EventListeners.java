// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.rtsock.api.Registration;
import org.rtsock.api.message.RouteEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is told of what leaves no state behind (`rt_missmsg`). Any thread.
final class EventListeners {
    private static final Logger LOG = LoggerFactory.getLogger(EventListeners.class);

    private final List<Attached> listeners = new CopyOnWriteArrayList<>();

    /// One registration: the same listener may be there twice.
    private record Attached(Object identity, Consumer<? super RouteEvent> listener) {}

    Registration add(Consumer<? super RouteEvent> listener) {
        Attached attached = new Attached(new Object(), listener);
        listeners.add(attached);
        return () -> listeners.remove(attached);
    }

    /// A listener that throws hurts nobody else, and is told the next event again.
    void tell(RouteEvent event) {
        for (Attached attached : listeners) {
            try {
                attached.listener().accept(event);
            } catch (RuntimeException e) {
                LOG.error("a listener failed at {}", event, e);
            }
        }
    }
}
