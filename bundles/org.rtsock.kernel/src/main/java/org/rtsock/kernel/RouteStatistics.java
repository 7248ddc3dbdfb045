// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;

/// Counts what happens to routes, by table and protocol (`rtstat`), and keeps the RTSTATS objects true.
///
/// The totals are numbers. Objects are made of them only where somebody looks: while a reporter is there, each commit writes those that it
/// touches, so that at every version they agree with the routes; else they are written when a transaction reads one, or a reporter comes.
///
/// Guarded by the kernel's lock, but for [#count], which any thread may call.
final class RouteStatistics {
    /// What is known of one table and protocol.
    private static final class Totals {
        private final RtStats.Key key;
        /// By the counters' order.
        private final long[] counts = new long[Counter.values().length];
        private long routes;
        /// The object is not up to date.
        private boolean dirty;

        Totals(RtStats.Key key) {
            this.key = key;
        }

        RtStats object() {
            return new RtStats(key, routes, Counts.of(counts));
        }

        void reset() {
            Arrays.fill(counts, 0);
        }
    }

    private record Count(RtStats.Key key, Counter counter) {}

    private final KernelState state;
    private final RouteStore store;
    private final ObjectLog objects;
    private final SinkList reporters;
    private final Map<RtStats.Key, Totals> totals = new HashMap<>();
    private final List<Totals> dirty = new ArrayList<>();
    private long tablesGone;

    /// Where the last route was counted: most are of one table and protocol.
    private @Nullable Totals last;
    private @Nullable RouteTable lastTable;

    /// Counted in the commit under way, and not yet certain.
    private final List<Count> counted = new ArrayList<>();
    private final List<RtStats.Key> resets = new ArrayList<>();
    /// The objects have been brought up to date in the commit under way.
    private boolean shown;

    private final ReentrantLock waitingLock = new ReentrantLock();
    /// Counted outside of commits. Guarded by its own lock.
    private final Map<Count, Long> waiting = new HashMap<>();
    /// Whether there is any. Looked at by every commit, so without the lock.
    private volatile boolean anyWaiting;

    RouteStatistics(KernelState state, ObjectLog objects, SinkLists sinks) {
        this.state = state;
        this.store = state.routes();
        this.objects = objects;
        this.reporters = sinks.of(MessageType.RTSTATS);
    }

    /// Counts one outside of commits, which appears with the next. Of a table that does not exist nothing is kept.
    void count(RtStats.Key key, Counter counter) {
        if (!state.hasTable(key.tableKey())) {
            return;
        }
        waitingLock.lock();
        try {
            waiting.merge(new Count(key, counter), 1L, Long::sum);
            anyWaiting = true;
        } finally {
            waitingLock.unlock();
        }
    }

    /// Counts one as a part of the commit under way.
    void countInCommit(RtStats.Key key, Counter counter) {
        counted.add(new Count(key, counter));
    }

    /// Brings the objects up to the state before the commit under way, for its work to see, or for a reporter that comes.
    void show() {
        if (!shown) {
            shown = true;
            takeWaiting(false);
            // A table that the commit has deleted may come back yet, when the commit is undone.
            dirty.stream().filter(of -> state.hasTable(of.key.tableKey())).forEach(this::write);
        }
    }

    /// Sets the counters of an object back, which has been shown.
    ///
    /// @return the object as it is now
    RtStats reset(RtStats present) {
        RtStats zero = new RtStats(present.key(), present.routes(), Counts.ZERO);
        resets.add(present.key());
        objects.write(zero, Owner.KERNEL);
        return zero;
    }

    /// The commit is certain. Counts its net effect on routes, which stands in the settled log.
    void settle(RouteLog routes) {
        takeWaiting(true);
        if (!resets.isEmpty()) {
            resets.forEach(this::settleReset);
        }
        if (!counted.isEmpty()) {
            counted.forEach(count -> touched(count.key()).counts[count.counter().ordinal()]++);
        }
        countRoutes(routes);
        followTables();
        if (shown || !reporters.isEmpty()) {
            for (int i = 0; i < dirty.size(); i++) {
                write(dirty.get(i));
                dirty.get(i).dirty = false;
            }
            dirty.clear();
        }
    }

    /// Unless the operation was taken back.
    private void settleReset(RtStats.Key key) {
        Entry entry = state.get(key);
        if (entry == null || ((RtStats) entry.value()).counts().equals(Counts.ZERO)) {
            touched(key).reset();
        }
    }

    private void countRoutes(RouteLog routes) {
        // A number of attributes may stand for others in the next commit.
        int sameAttributes = 0;
        int sameTable = 0;
        Totals of = null;
        for (int step = 0; step < routes.size(); step++) {
            int was = routes.attributesBefore(step);
            int is = routes.attributesNow(step);
            int row = routes.row(step);
            boolean ends = was != 0 && routes.isEnd(step);
            if (ends) {
                count(totals(row, was), Counter.DELETES, -1);
            }
            if (is != 0) {
                int table = store.rows().table(row);
                if (of == null || is != sameAttributes || table != sameTable) {
                    of = totals(row, is);
                    sameAttributes = is;
                    sameTable = table;
                }
                boolean begins = was == 0 || ends;
                count(of, begins ? Counter.ADDS : Counter.CHANGES, begins ? 1 : 0);
            }
        }
    }

    private static void count(Totals of, Counter counter, int routes) {
        of.counts[counter.ordinal()]++;
        of.routes += routes;
    }

    /// Where a route with these attributes is counted.
    private Totals totals(int row, int attributes) {
        RouteTable table = store.tableOf(row);
        int protocol = store.attributes().at(attributes).protocol();
        Totals of = last;
        if (of == null || table != lastTable || protocol != of.key.protocol()) {
            of = touched(RtStats.Key.of(table.key(), protocol));
            last = of;
            lastTable = table;
        }
        touch(of);
        return of;
    }

    private Totals touched(RtStats.Key key) {
        Totals touched = totals.get(key);
        if (touched == null) {
            touched = new Totals(key);
            totals.put(key, touched);
        }
        touch(touched);
        return touched;
    }

    private void touch(Totals of) {
        if (!of.dirty) {
            of.dirty = true;
            dirty.add(of);
        }
    }

    /// @param certain the tables are what they will be: what waits for one that there is not is forgotten
    private void takeWaiting(boolean certain) {
        if (!anyWaiting) {
            return;
        }
        waitingLock.lock();
        try {
            waiting.entrySet().removeIf(entry -> {
                Count count = entry.getKey();
                boolean there = state.hasTable(count.key().tableKey());
                if (there) {
                    touched(count.key()).counts[count.counter().ordinal()] += entry.getValue();
                }
                return there || certain;
            });
            anyWaiting = !waiting.isEmpty();
        } finally {
            waitingLock.unlock();
        }
    }

    /// What was counted of a table that is gone goes with it, also what was counted while it went. One that came back in the same commit
    /// goes on, and its objects, which went with it, are written again.
    private void followTables() {
        if (tablesGone != state.tablesGone()) {
            tablesGone = state.tablesGone();
            last = null;
            totals.keySet().removeIf(key -> !state.hasTable(key.tableKey()));
            dirty.removeIf(gone -> !totals.containsKey(gone.key));
            totals.values().stream().filter(of -> !state.has(of.key)).forEach(this::touch);
        }
    }

    private void write(Totals of) {
        objects.write(of.object(), Owner.KERNEL);
    }

    /// The commit is over, published or undone.
    void end() {
        counted.clear();
        resets.clear();
        shown = false;
    }
}
