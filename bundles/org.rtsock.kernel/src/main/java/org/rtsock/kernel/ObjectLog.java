// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// Every change that one commit makes to objects other than routes, with the way back. Used by one commit after the other; guarded by the
/// kernel's lock.
final class ObjectLog {
    /// A key that was written, and what it stood for just before.
    private record Step(RoutingKey key, @Nullable Entry before) {}

    private final KernelState state;
    private final List<Step> steps = new ArrayList<>();
    /// The first step of each key, so the state before the commit. Steps that were taken back may still be here: they hold the same.
    private final Map<RoutingKey, Step> origins = new LinkedHashMap<>();
    /// The net effect, once settled.
    private final List<Report> reports = new ArrayList<>();
    private Cause cause = new Cause.Request("none", 0, 0);
    private long version;

    ObjectLog(KernelState state) {
        this.state = state;
    }

    void begin(Cause why, long next) {
        cause = why;
        version = next;
    }

    /// Gives an object a value. One that lived before this commit goes on with that life, even when it was deleted in between.
    void write(RoutingObject value, Owner owner) {
        RoutingKey key = value.key();
        Entry life = state.get(key);
        if (life == null && origins.get(key) instanceof Step origin) {
            life = origin.before();
        }
        long born = life == null ? version : life.born();
        set(key, new Entry(value, version, born, cause, owner, life == null ? ReportSink.NO_SLOT : life.slot()));
    }

    /// Gives an object to another owner, which is no change.
    void assign(Entry entry, Owner owner) {
        if (!entry.owner().equals(owner)) {
            set(entry.value().key(), entry.withOwner(owner));
        }
    }

    void delete(RoutingKey key) {
        set(key, null);
    }

    private void set(RoutingKey key, @Nullable Entry entry) {
        Step step = new Step(key, state.set(key, entry));
        steps.add(step);
        origins.putIfAbsent(key, step);
    }

    int size() {
        return steps.size();
    }

    /// Takes back the steps from a place on.
    void undo(int mark) {
        while (steps.size() > mark) {
            Step step = steps.removeLast();
            state.set(step.key(), step.before());
        }
    }

    /// Finds the net effect of the commit. An object that came back to its value has not changed: its version is what it was.
    ///
    /// @return whether there is any
    boolean settle() {
        for (Step origin : origins.values()) {
            Entry before = origin.before();
            Entry after = state.get(origin.key());
            if (after == null) {
                if (before != null) {
                    reports.add(before.obituary(version, cause));
                }
            } else if (before == null) {
                Entry placed = after.withSlot(state.slots(origin.key().type()).take());
                state.renew(placed);
                reports.add(placed.report());
            } else if (!before.value().equals(after.value())) {
                reports.add(after.report());
            } else if (before.version() != after.version()) {
                state.renew(before.withOwner(after.owner()));
            }
        }
        reports.sort(Report.ORDER);
        return !reports.isEmpty();
    }

    /// The net effect in the order in which reporters are told.
    List<Report> reports() {
        return reports;
    }

    /// The commit is over: the slots of what went may be given to others.
    void end() {
        for (Report report : reports) {
            if (report.isDelete()) {
                state.slots(report.type()).release(report.slot());
            }
        }
        reports.clear();
        steps.clear();
        origins.clear();
    }
}
