// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// The operations of a transaction on everything but routes: who may do what, and what is stored. Guarded by the kernel's lock. One that
/// throws may have begun to change things.
final class ObjectOperations {
    private final KernelState state;
    private final ObjectLog log;
    private final Cascade cascade;
    private final Admission admission;

    ObjectOperations(KernelState state, CommitLog log) {
        this.state = state;
        this.log = log.objects();
        this.cascade = new Cascade(state, log);
        this.admission = new Admission(state);
    }

    void add(RoutingObject object, Owner writer) {
        Entry present = state.get(object.key());
        if (present != null) {
            throw new RoutingException(Errno.EEXIST, KeyText.of(object.key()) + " exists, put by " + present.owner());
        }
        admission.check(object);
        cascade.write(object, writer);
    }

    void change(RoutingObject object, Owner writer) {
        Entry present = mine(existing(object.key()), writer);
        admission.check(object);
        if (!object.equals(present.value())) {
            cascade.write(object, present.owner());
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
            throw new RoutingException(Errno.ESRCH, KeyText.of(key) + " does not exist");
        }
        return entry;
    }

    private static Entry mine(Entry entry, Owner writer) {
        if (!entry.owner().admits(writer)) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP,
                    KeyText.of(entry.value().key()) + " was put by " + entry.owner() + ", only it may change it");
        }
        return entry;
    }
}
