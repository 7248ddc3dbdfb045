// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts refusals. A reason that was not logged for a while is logged with the connection at hand; more of it are only counted. Any thread.
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    /// What has been counted, and when it may be logged again.
    private record Count(LongAdder refused, AtomicLong loud) {}

    private final Map<Refusal, Count> counts = new EnumMap<>(Refusal.class);

    Refusals() {
        long now = System.nanoTime();
        for (Refusal reason : Refusal.values()) {
            counts.put(reason, new Count(new LongAdder(), new AtomicLong(now)));
        }
    }

    void refused(Refusal reason, String connection, String why) {
        Count count = count(reason);
        count.refused.increment();
        long now = System.nanoTime();
        long loud = count.loud.get();
        if (now - loud >= 0 && count.loud.compareAndSet(loud, now + QUIET_NANOS)) {
            LOG.warn("{}: {} ({}: {} so far)", connection, why, reason.word(), count.refused.sum());
        } else {
            LOG.debug("{}: {}", connection, why);
        }
    }

    long refused(Refusal reason) {
        return count(reason).refused.sum();
    }

    private Count count(Refusal reason) {
        Count count = counts.get(reason);
        if (count == null) {
            throw new IllegalStateException("no count of " + reason);
        }
        return count;
    }
}
