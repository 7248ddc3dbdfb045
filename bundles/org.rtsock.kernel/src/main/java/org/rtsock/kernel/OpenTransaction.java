// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// The transaction of the commit under way. Belongs to the committing thread, which holds the kernel's lock, until it is closed.
final class OpenTransaction implements Transaction, AutoCloseable {
    private final KernelState state;
    private final ChangeLog log;
    private final Owner writer;
    private final Admission admission;
    private final Cascade cascade;
    private final Runnable refused;
    private final Thread thread = Thread.currentThread();
    private boolean open = true;

    /// @param refused called for each operation that is refused
    OpenTransaction(KernelState state, ChangeLog log, Cause cause, Runnable refused) {
        this.state = state;
        this.log = log;
        this.writer = Owner.of(cause);
        this.admission = new Admission(state, writer.driver());
        this.cascade = new Cascade(state, log);
        this.refused = refused;
    }

    @Override
    public RoutingObject add(RoutingObject object) {
        return whole(() -> {
            Entry present = state.get(object.key());
            if (present != null) {
                throw new RoutingException(Errno.EEXIST, KeyText.of(object.key()) + " exists, " + putBy(present.owner()));
            }
            return store(object);
        });
    }

    @Override
    public RoutingObject change(RoutingObject object) {
        return whole(() -> {
            Entry present = mine(existing(object.key()));
            RoutingObject admitted = admission.admit(object);
            if (!admitted.equals(present.value())) {
                cascade.write(admitted, present.owner());
            }
            return admitted;
        });
    }

    @Override
    public RoutingObject put(RoutingObject object) {
        return whole(() -> {
            Entry present = state.get(object.key());
            return present == null ? store(object) : replace(mine(present), object);
        });
    }

    private RoutingObject store(RoutingObject object) {
        RoutingObject admitted = admission.admit(object);
        cascade.write(admitted, writer);
        return admitted;
    }

    private RoutingObject replace(Entry present, RoutingObject object) {
        RoutingObject admitted = admission.admit(object);
        if (admitted.equals(present.value())) {
            log.assign(present, writer);
        } else {
            cascade.write(admitted, writer);
        }
        return admitted;
    }

    @Override
    public RoutingObject delete(RoutingKey key) {
        return whole(() -> {
            Entry present = mine(existing(key));
            cascade.delete(key);
            return present.value();
        });
    }

    @Override
    public boolean remove(RoutingKey key) {
        return whole(() -> {
            Entry present = state.get(key);
            if (present != null) {
                mine(present);
                cascade.delete(key);
            }
            return present != null;
        });
    }

    @Override
    public @Nullable RoutingObject get(RoutingKey key) {
        requireOpen();
        Entry entry = state.get(key);
        return entry == null ? null : entry.value();
    }

    @Override
    public List<RoutingKey> owned(MessageType type) {
        requireOpen();
        List<RoutingKey> keys = new ArrayList<>();
        state.forEach(type, entry -> {
            if (entry.owner().equals(writer)) {
                keys.add(entry.value().key());
            }
        });
        return keys;
    }

    /// The work is over: whoever kept the transaction can do nothing with it any more.
    @Override
    public void close() {
        open = false;
    }

    /// Runs an operation so that it is whole or has not happened.
    private <T> T whole(Supplier<T> operation) {
        requireOpen();
        int mark = log.mark();
        try {
            return operation.get();
        } catch (Throwable e) {
            log.undo(mark);
            refused.run();
            throw e;
        }
    }

    private Entry existing(RoutingKey key) {
        Entry entry = state.get(key);
        if (entry == null) {
            throw new RoutingException(Errno.ESRCH, KeyText.of(key) + " does not exist");
        }
        return entry;
    }

    private Entry mine(Entry entry) {
        if (!entry.owner().admits(writer)) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP, KeyText.of(entry.value().key()) + " was " + putBy(entry.owner()) + ", only it may change it");
        }
        return entry;
    }

    private static String putBy(Owner owner) {
        return "put by " + (owner.driver() ? "driver " : "") + owner.origin();
    }

    private void requireOpen() {
        if (!open || Thread.currentThread() != thread) {
            throw new IllegalStateException("a transaction is valid on its committing thread while its work runs");
        }
    }
}
