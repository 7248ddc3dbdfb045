// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.message.RtStats;

/// The operations of a transaction on everything but routes: who may do what, and what is stored. Guarded by the kernel's lock. One that
/// throws may have begun to change things.
final class ObjectOperations {
    private final KernelState state;
    private final ObjectLog log;
    private final Cascade cascade;
    private final Admission admission;
    private final RouteStatistics statistics;

    ObjectOperations(KernelState state, CommitLog log, RouteStatistics statistics) {
        this.state = state;
        this.log = log.objects();
        this.cascade = new Cascade(state, log);
        this.admission = new Admission(state);
        this.statistics = statistics;
    }

    void add(RoutingObject object, Owner writer) {
        Entry present = state.get(object.key());
        if (present != null) {
            throw new RoutingException(Errno.EEXIST, object.key().text() + " exists, put by " + present.owner());
        }
        admission.check(object);
        cascade.write(object, writer);
    }

    /// @return the object as it is stored
    RoutingObject change(RoutingObject object, Owner writer) {
        if (object instanceof RtStats stats) {
            return reset(stats);
        }
        Entry present = mine(existing(object.key()), writer);
        admission.check(object);
        if (!object.equals(present.value())) {
            cascade.write(object, present.owner());
        }
        return object;
    }

    /// Counters are set back by whoever may write; how many routes there are is nobody's to say.
    private RtStats reset(RtStats wanted) {
        RtStats present = (RtStats) existing(wanted.key()).value();
        for (Counter counter : Counter.values()) {
            if (wanted.count(counter) != 0) {
                throw new RoutingException(
                        Errno.EINVAL,
                        counter.word() + " " + Long.toUnsignedString(wanted.count(counter)) + " of " + wanted.key().text()
                                + ": counters can be set to 0 only");
            }
        }
        return present.counts().equals(Counts.ZERO) ? present : statistics.reset(present);
    }

    @Nullable RoutingObject get(RoutingKey key) {
        Entry entry = state.get(key);
        return entry == null ? null : entry.value();
    }

    /// Brings what an operation is about up to date. Before the operation, so that it stays when the operation is taken back.
    void prepare(RoutingKey key) {
        if (key instanceof RtStats.Key) {
            statistics.show();
        }
    }

    void put(RoutingObject object, Owner writer) {
        Entry present = state.get(object.key());
        if (present != null) {
            mine(present, writer);
        }
        admission.check(object);
        if (present != null && object.equals(present.value())) {
            log.assign(present, writer);
        } else {
            cascade.write(object, writer);
        }
    }

    RoutingObject delete(RoutingKey key, Owner writer) {
        Entry present = mine(existing(key), writer);
        cascade.delete(key);
        return present.value();
    }

    boolean remove(RoutingKey key, Owner writer) {
        Entry present = state.get(key);
        if (present != null) {
            mine(present, writer);
            cascade.delete(key);
        }
        return present != null;
    }

    private Entry existing(RoutingKey key) {
        Entry entry = state.get(key);
        if (entry == null) {
            throw new RoutingException(Errno.ESRCH, key.text() + " does not exist");
        }
        return entry;
    }

    private static Entry mine(Entry entry, Owner writer) {
        if (!entry.owner().admits(writer)) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP,
                    entry.value().key().text() + " was put by " + entry.owner() + ", only it may change it");
        }
        return entry;
    }
}
