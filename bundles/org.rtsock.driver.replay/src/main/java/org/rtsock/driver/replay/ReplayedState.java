// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the driver brought to the kernel core, which is the only memory of it. The driver's thread applies commits; whoever starts and
/// stops reporters has the objects of their types leave and come back.
///
/// The lock is taken before the kernel's, never by somebody who holds that.
final class ReplayedState {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayedState.class);
    private static final Cause CAUSE = new Cause.Driver("replay");

    private final Kernel kernel;
    private final ReportedTypes types;
    private final ReentrantLock turn = new ReentrantLock();
    /// Types of which something was brought. Guarded by the lock, as all that follow.
    private final Set<MessageType> brought = new HashSet<>();
    /// By type, the objects that left because its reporter went, or the reporter of what they are a part of.
    private final Map<MessageType, StagedCommit> away = new TreeMap<>();
    private boolean closed;

    ReplayedState(Kernel kernel, ReportedTypes types) {
        this.kernel = kernel;
        this.types = types;
    }

    /// Applies a commit of the recording as one of the kernel core.
    ///
    /// @param whole whether it names all there is, of every type
    /// @return the type whose reporter has to come first, and then nothing was done; null when the commit was applied
    /// @throws RecordingException what the kernel core refuses; then nothing was done either
    /// @throws StoppedException   after [#close]
    @Nullable MessageType apply(StagedCommit commit, boolean whole) throws StoppedException {
        turn.lock();
        try {
            if (closed) {
                throw new StoppedException();
            }
            MessageType missing = missing(commit);
            if (missing != null) {
                return missing;
            }
            Set<MessageType> all = new HashSet<>(brought);
            all.addAll(commit.types());
            Sweep sweep = new Sweep(whole ? all : commit.resets());
            if (!sweep.isEmpty()) {
                commit.forEach((line, type, deleted, payload) -> {
                    if (!deleted) {
                        sweep.name(decode(line, type, payload));
                    }
                });
            }
            kernel.commit(CAUSE, tx -> {
                sweep.run(tx);
                commit.forEach((line, type, deleted, payload) -> apply(tx, line, decode(line, type, payload), deleted));
            });
            brought.addAll(commit.types());
            if (whole) {
                away.clear();
            } else {
                commit.resets().forEach(away::remove);
            }
            return null;
        } finally {
            turn.unlock();
        }
    }

    /// A type without a reporter that is in the commit, or without which objects of one in the commit are away.
    private @Nullable MessageType missing(StagedCommit commit) {
        return commit.types().stream()
                .flatMap(type -> away.containsKey(type) ? Stream.concat(Stream.of(type), away.keySet().stream()) : Stream.of(type))
                .filter(type -> types.get(type.name()) == null)
                .findFirst()
                .orElse(null);
    }

    private RoutingObject decode(long line, MessageType type, FieldReader payload) {
        try {
            ObjectForm form = types.get(type.name());
            if (form == null) {
                throw new IllegalStateException("the reporter of " + type.name() + " went without waiting");
            }
            return form.decode(payload);
        } catch (RuntimeException | LinkageError e) {
            throw new RecordingException(line, e.toString(), e);
        }
    }

    /// Code of other bundles runs here too: the kernel core compares their objects.
    private static void apply(Transaction tx, long line, RoutingObject object, boolean deleted) {
        try {
            if (deleted) {
                // It may have gone with its parent just before.
                tx.remove(object.key());
            } else {
                tx.put(object);
            }
        } catch (RuntimeException | LinkageError e) {
            throw new RecordingException(line, e.toString(), e);
        }
    }

    /// A reporter comes. What is kept of its type comes back, but for what lost its parent meanwhile.
    void add(Reporter reporter) {
        turn.lock();
        try {
            types.add(reporter);
            comeBack();
        } finally {
            turn.unlock();
        }
    }

    /// A reporter goes, and the classes of a plug-in's objects with it: they leave the kernel core, and are kept as payloads. So are their
    /// parts, of whatever plug-in.
    void remove(Reporter reporter) {
        turn.lock();
        try {
            ObjectForm form = types.remove(reporter);
            if (form != null && form.type().isPlugin() && brought.contains(form.type())) {
                take(form);
                comeBack();
            }
        } finally {
            turn.unlock();
        }
    }

    private void take(ObjectForm gone) {
        kernel.commit(CAUSE, tx -> {
            Set<RoutingKey> leaving = new HashSet<>(tx.owned(gone.type()));
            keep(tx, gone, leaving);
            // Parents have a lower rank than their parts.
            for (MessageType type : brought.stream().filter(MessageType::isPlugin).sorted().toList()) {
                ObjectForm form = types.get(type.name());
                List<RoutingKey> parts = tx.owned(type).stream().filter(key -> leaving.contains(parent(tx, key))).toList();
                if (form != null && !parts.isEmpty()) {
                    keep(tx, form, parts);
                    leaving.addAll(parts);
                }
            }
            tx.owned(gone.type()).forEach(tx::remove);
        });
    }

    private static @Nullable RoutingKey parent(Transaction tx, RoutingKey key) {
        return tx.get(key) instanceof ExtensionObject object ? object.body().parent() : null;
    }

    private void keep(Transaction tx, ObjectForm form, Collection<RoutingKey> keys) {
        StagedCommit kept = away.computeIfAbsent(form.type(), _ -> new StagedCommit());
        FieldWriter payload = new FieldWriter();
        try {
            for (RoutingKey key : keys) {
                if (tx.get(key) instanceof RoutingObject object) {
                    form.encode(object, payload);
                    kept.add(0, form.type(), false, payload);
                }
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Objects of type {} cannot be kept while its reporter, or that of their parents, is not there", form.type().word(), e);
        }
    }

    /// Brings back what it can, parents first.
    private void comeBack() {
        for (MessageType type : List.copyOf(away.keySet())) {
            ObjectForm form = types.get(type.name());
            StagedCommit kept = form == null ? null : away.remove(type);
            if (form != null && kept != null) {
                StagedCommit left = new StagedCommit();
                kernel.commit(CAUSE, tx -> kept.forEach((_, _, _, payload) -> comeBack(tx, form, payload, left)));
                if (!left.isEmpty()) {
                    away.put(type, left);
                }
            }
        }
    }

    /// @param left is given the object when it has to wait for its parent
    private void comeBack(Transaction tx, ObjectForm form, FieldReader payload, StagedCommit left) {
        try {
            RoutingObject object = form.decode(payload);
            if (object instanceof ExtensionObject(var key, var body)
                    && body.parent() instanceof ExtensionObject.Key parent
                    && tx.get(parent) == null
                    && away.containsKey(parent.type())) {
                FieldWriter again = new FieldWriter();
                form.encode(object, again);
                left.add(0, key.type(), false, again);
            } else {
                tx.put(object);
            }
        } catch (RoutingException e) {
            LOG.debug("Does not come back: {}", e.toString());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("An object of type {} does not come back", form.type().word(), e);
        }
    }

    /// Deletes everything that was brought, in one commit. Nothing is brought afterwards, whoever still reads.
    void close() {
        turn.lock();
        try {
            closed = true;
            away.clear();
            Sweep everything = new Sweep(brought);
            kernel.commit(CAUSE, everything::run);
            brought.clear();
        } finally {
            turn.unlock();
        }
    }
}
