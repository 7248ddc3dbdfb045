// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What the driver counts. Written by its thread, read by any.
final class Counters {
    /// Commits of the recording that were applied.
    final AtomicLong commits = new AtomicLong();
    /// Objects that came, changed or went in them.
    final AtomicLong objects = new AtomicLong();
    /// Events that were passed over: notices, counters, redirects.
    final AtomicLong passed = new AtomicLong();
    /// How often the recording was begun.
    final AtomicLong passes = new AtomicLong();
    /// The line that was read last.
    final AtomicLong line = new AtomicLong();
    /// How late the last commit was by the clock of the recording, milliseconds.
    final AtomicLong lag = new AtomicLong();
    /// 1 when the recording is at its end.
    final AtomicLong done = new AtomicLong();
    /// 1 when a line could not be replayed; the log tells why.
    final AtomicLong failed = new AtomicLong();

    Map<String, Long> read() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("commits", commits.get());
        values.put("objects", objects.get());
        values.put("passed", passed.get());
        values.put("passes", passes.get());
        values.put("line", line.get());
        values.put("lag", lag.get());
        values.put("done", done.get());
        values.put("failed", failed.get());
        return values;
    }
}
