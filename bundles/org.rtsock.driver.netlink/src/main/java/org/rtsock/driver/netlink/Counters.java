// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What the driver counts. Written by its thread, read by any.
final class Counters {
    /// Messages of the host that were understood and mirrored.
    final LongAdder events = new LongAdder();
    /// Commits of events as they came.
    final LongAdder batches = new LongAdder();
    /// Times that the host dropped events because the receive buffer was full.
    final LongAdder overruns = new LongAdder();
    /// Dumps of everything, after overruns.
    final LongAdder resyncs = new LongAdder();
    /// Dumps of what events had left open.
    final LongAdder redumps = new LongAdder();
    /// Dumps during which the state changed, so that they cannot tell what is gone.
    final LongAdder interrupted = new LongAdder();
    /// Messages that made no sense.
    final LongAdder malformed = new LongAdder();
    /// Objects that the kernel core did not take.
    final LongAdder refused = new LongAdder();
    /// Calls of the kernel core's commit.
    final LongAdder commits = new LongAdder();
    /// Times that the sockets had to be opened again.
    final LongAdder restarts = new LongAdder();

    /// Mirrors of other bundles that were left out because they failed.
    final LongAdder mirrorFailures = new LongAdder();

    Map<String, Long> read() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("events", events.sum());
        values.put("batches", batches.sum());
        values.put("overruns", overruns.sum());
        values.put("resyncs", resyncs.sum());
        values.put("redumps", redumps.sum());
        values.put("interrupted", interrupted.sum());
        values.put("malformed", malformed.sum());
        values.put("refused", refused.sum());
        values.put("commits", commits.sum());
        values.put("restarts", restarts.sum());
        values.put("mirrorFailures", mirrorFailures.sum());
        return values;
    }
}
