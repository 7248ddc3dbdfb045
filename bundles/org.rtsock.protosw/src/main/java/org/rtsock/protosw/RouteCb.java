// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;

/// `route_cb`: how many routing sockets there are, all of them and those that are restricted to one family. Any thread.
///
/// 4.4BSD lowered the counters at PRU_DETACH only, so that PRU_ABORT leaked them. Here they are lowered where a control block leaves the
/// list, which it does once.
final class RouteCb {
    /// `ip_count`.
    private final AtomicInteger inet = new AtomicInteger();
    private final AtomicInteger inet6 = new AtomicInteger();
    /// `any_count`: all sockets, whatever their family.
    private final AtomicInteger any = new AtomicInteger();

    void attached(@Nullable Family family) {
        add(family, 1);
    }

    void detached(@Nullable Family family) {
        add(family, -1);
    }

    /// `any_count == 0`: nobody is there to hear anything.
    boolean nobody() {
        return any.get() == 0;
    }

    void read(Map<String, Long> values) {
        values.put("route_cb.inet", inet.longValue());
        values.put("route_cb.inet6", inet6.longValue());
        values.put("route_cb.any", any.longValue());
    }

    private void add(@Nullable Family family, int sockets) {
        switch (family) {
            case null -> {}
            case INET -> inet.addAndGet(sockets);
            case INET6 -> inet6.addAndGet(sockets);
        }
        any.addAndGet(sockets);
    }
}
