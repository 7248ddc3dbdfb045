// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// Everything that one commit writes into the state, with the way back. Guarded by the kernel's lock, as the state.
final class ChangeLog {
    /// A key that was written, and what it stood for just before.
    private record Step(RoutingKey key, @Nullable Entry before) {}

    private final KernelState state;
    private final Cause cause;
    private final long version;
    private final List<Step> steps = new ArrayList<>();
    /// The first step of each key, so the state before the commit. Steps that were taken back may still be here: they hold the same.
    private final Map<RoutingKey, Step> origins = new LinkedHashMap<>();

    /// @param version that the commit will have
    ChangeLog(KernelState state, Cause cause, long version) {
        this.state = state;
        this.cause = cause;
        this.version = version;
    }

    /// Gives an object a value. One that lived before this commit goes on with that life, even when it was deleted in between.
    void write(RoutingObject value, Owner owner) {
        RoutingKey key = value.key();
        Entry life = state.get(key);
        if (life == null && origins.get(key) instanceof Step origin) {
            life = origin.before();
        }
        set(key, new Entry(value, version, life == null ? version : life.born(), cause, owner));
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

    /// A place to which [#undo] leads back.
    int mark() {
        return steps.size();
    }

    void undo(int mark) {
        while (steps.size() > mark) {
            Step step = steps.removeLast();
            state.set(step.key(), step.before());
        }
    }

    /// The net effect of the commit, in the order in which reporters are told. An object that came back to its value has not changed: its
    /// version is what it was.
    List<Report> settle() {
        List<Report> reports = new ArrayList<>();
        for (Step origin : origins.values()) {
            Entry before = origin.before();
            Entry after = state.get(origin.key());
            if (after == null) {
                if (before != null) {
                    reports.add(before.obituary(version, cause));
                }
            } else if (before == null || !before.value().equals(after.value())) {
                reports.add(after.report());
            } else if (before.version() != after.version()) {
                state.set(origin.key(), before.withOwner(after.owner()));
            }
        }
        reports.sort(Report.ORDER);
        return reports;
    }
}
