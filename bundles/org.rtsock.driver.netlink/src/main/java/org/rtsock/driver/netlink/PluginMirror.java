// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Another bundle's mirror at work: what is owed to it, and the wall between its mistakes and the driver. Belongs to the driver's thread.
///
/// Code of the other bundle runs in the calls of [HostMirror], and where the kernel core compares its objects. Whatever it throws there
/// ends this mirror and nothing else.
final class PluginMirror {
    private static final Logger LOG = LoggerFactory.getLogger(PluginMirror.class);

    private final HostMirror service;
    private final MessageType type;
    private final Counters counters;
    private final Runnable failure;
    private final Trust trust = new Trust();
    private Set<Integer> groups = Set.of();
    private List<HostMirror.Dump> dumps = List.of();
    private boolean failed;
    /// A dump is owed.
    private boolean due = true;
    /// The kernel core refused an object because its parent was not there.
    private boolean orphans;
    private String lastRefusal = "";

    /// @param failure run when it fails
    PluginMirror(HostMirror service, MessageType type, Counters counters, Runnable failure) {
        this.service = service;
        this.type = type;
        this.counters = counters;
        this.failure = failure;
        try {
            groups = Set.copyOf(service.groups());
            dumps = List.copyOf(service.dumps());
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
    }

    HostMirror service() {
        return service;
    }

    MessageType type() {
        return type;
    }

    /// The groups that it wants as long as it works.
    Set<Integer> groups() {
        return failed ? Set.of() : groups;
    }

    List<HostMirror.Dump> dumps() {
        return dumps;
    }

    Trust trust() {
        return trust;
    }

    boolean failed() {
        return failed;
    }

    /// Leaves it out from now on.
    void fail(Throwable why) {
        if (!failed) {
            failed = true;
            counters.mirrorFailures.increment();
            failure.run();
            LOG.error("The mirror of {}, {}, failed and is left out", type.word(), service.getClass().getName(), why);
        }
    }

    /// What it owns may differ from what the host has.
    void stale() {
        due = true;
    }

    /// A parent of what the kernel core refused may have come.
    ///
    /// @return whether a dump is owed for it
    boolean retry() {
        due |= orphans;
        orphans = false;
        return !failed && due && !dumps.isEmpty();
    }

    /// A dump of everything begins.
    ///
    /// @return whether it is to be part of it
    boolean begin() {
        boolean begins = retry();
        due = false;
        return begins;
    }

    /// What it makes of the present message; null when nothing.
    HostMirror.@Nullable Sighting read(NetlinkMessages messages) {
        if (failed) {
            return null;
        }
        try {
            HostMirror.Sighting sighting = service.read(messages.type(), messages.payload());
            if (sighting != null && !sighting.object().type().equals(type)) {
                throw new IllegalStateException("object of type " + sighting.object().type().word() + " from the mirror of " + type.word());
            }
            return sighting;
        } catch (RuntimeException | LinkageError e) {
            fail(e);
            return null;
        }
    }

    /// Applies what it saw.
    void apply(Transaction tx, HostMirror.Sighting sighting) {
        RoutingObject object = sighting.object();
        guarded(() -> {
            if (sighting.gone()) {
                tx.remove(object.key());
            } else {
                tx.put(object);
            }
        });
    }

    /// Runs what may call code of the other bundle, unless that is known to fail.
    ///
    /// @return the kernel core's refusal of an object; null when it only waits for its parent
    @Nullable RoutingException guarded(Runnable work) {
        if (failed) {
            return null;
        }
        try {
            work.run();
        } catch (RoutingException e) {
            counters.refused.increment();
            LOG.debug("Not taken: {}", e.toString());
            if (e.errno() != Errno.ENODEV && e.errno() != Errno.ESRCH) {
                return e;
            }
            orphans = true;
        } catch (RuntimeException | LinkageError e) {
            fail(e);
        }
        return null;
    }

    /// It went, and takes all its objects along.
    void clear(Transaction tx) {
        try {
            tx.owned(type).forEach(tx::remove);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("The objects of type {} cannot be deleted with their mirror", type.word(), e);
        }
    }

    /// Says what the kernel core does not take, once for as long as it is the same.
    void warn(@Nullable RoutingException refusal) {
        String message = refusal == null ? "" : refusal.toString();
        if (!message.isEmpty() && !message.equals(lastRefusal)) {
            LOG.warn("The kernel core does not take all that the mirror of {} has: {}", type.word(), message);
        }
        lastRefusal = message;
    }
}
