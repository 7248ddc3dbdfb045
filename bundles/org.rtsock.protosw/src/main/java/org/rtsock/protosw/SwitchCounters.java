// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What the switch counts over its life.
final class SwitchCounters {
    /// Sockets that were opened.
    final LongAdder opened = new LongAdder();
    /// Requests about routes, refused ones included.
    final LongAdder requests = new LongAdder();
    final LongAdder refused = new LongAdder();
    /// Copies of messages that did not fit the receive buffer of their socket.
    final LongAdder dropped = new LongAdder();
    /// Cuts that were delivered to their end.
    final LongAdder cuts = new LongAdder();
    /// Cuts that became void since their records were taken away.
    final LongAdder stale = new LongAdder();
    /// Types that a listener had to start over.
    final LongAdder resets = new LongAdder();
    /// Exceptions that listener services threw.
    final LongAdder listenerFailures = new LongAdder();
    /// Times that a listener service was parked, for slowness or failures.
    final LongAdder parked = new LongAdder();

    Map<String, Long> read(int sockets, RouteCb routeCb, int reporters) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("sockets", (long) sockets);
        values.put("sockets.opened", opened.sum());
        routeCb.read(values);
        values.put("reporters", (long) reporters);
        values.put("requests", requests.sum());
        values.put("requests.refused", refused.sum());
        values.put("messages.dropped", dropped.sum());
        values.put("cuts", cuts.sum());
        values.put("stale", stale.sum());
        values.put("resets", resets.sum());
        values.put("listeners.failures", listenerFailures.sum());
        values.put("listeners.parked", parked.sum());
        return values;
    }
}
