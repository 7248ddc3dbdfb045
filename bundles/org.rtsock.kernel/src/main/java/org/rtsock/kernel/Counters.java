// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;

/// What the kernel counts. Written under the kernel's lock, read by any thread without it.
final class Counters {
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final Map<MessageType, AtomicLong> objects = new ConcurrentSkipListMap<>();

    void committed() {
        commits.incrementAndGet();
    }

    void rejected() {
        rejected.incrementAndGet();
    }

    void count(Report report) {
        if (report.operation() != Operation.CHANGE) {
            count(report.type(), report.isDelete() ? -1 : 1);
        }
    }

    /// @param more objects of a type, less for a negative number
    void count(MessageType type, int more) {
        if (more != 0) {
            objects.computeIfAbsent(type, _ -> new AtomicLong()).addAndGet(more);
        }
    }

    Map<String, Long> read(long version, long detached, RouteSizes routes) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("version", version);
        values.put("commits", commits.get());
        values.put("rejected", rejected.get());
        values.put("detached", detached);
        objects.forEach((type, count) -> values.put("objects." + type.word(), count.get()));
        values.put("route.attributes", (long) routes.attributes());
        values.put("route.bytes.rows", routes.rows());
        values.put("route.bytes.exact", routes.exact());
        values.put("route.bytes.longest", routes.longest());
        return values;
    }
}
