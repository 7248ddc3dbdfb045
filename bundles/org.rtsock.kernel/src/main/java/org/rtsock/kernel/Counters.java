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
        if (report.operation() == Operation.CHANGE) {
            return;
        }
        objects.computeIfAbsent(report.type(), _ -> new AtomicLong()).addAndGet(report.isDelete() ? -1 : 1);
    }

    Map<String, Long> read(long version, long detached) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("version", version);
        values.put("commits", commits.get());
        values.put("rejected", rejected.get());
        values.put("detached", detached);
        objects.forEach((type, count) -> values.put("objects." + type.word(), count.get()));
        return values;
    }
}
