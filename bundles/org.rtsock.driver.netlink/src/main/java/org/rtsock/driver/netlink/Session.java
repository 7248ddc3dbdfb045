// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.Family;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work of the driver for as long as its sockets live: one dump, then events as they come and dumps as they are owed. Runs on the
/// driver's thread, which owns everything in it.
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    static final Cause CAUSE = new Cause.Driver("netlink");
    private static final int BATCH_EVENTS = 512;
    /// Events that may pile up during a dump and are applied in one commit with it; further ones follow.
    private static final int DUMP_EVENTS = 65_536;

    private final Kernel kernel;
    private final HostSockets sockets;
    private final Signal stop;
    private final Counters counters;
    private final ResyncPlan plan;
    private final HostMirrors mirrors;
    private final RouteMirror routes;
    private final Mirror mirror;
    private final List<HostEvent> batch = new ArrayList<>();
    private String lastRefusal = "";

    Session(
            Kernel kernel,
            HostSockets sockets,
            Signal stop,
            Counters counters,
            ResyncPlan plan,
            HostMirrors mirrors,
            TableNames names) {
        this.kernel = kernel;
        this.sockets = sockets;
        this.stop = stop;
        this.counters = counters;
        this.plan = plan;
        this.mirrors = mirrors;
        this.routes = new RouteMirror(plan, names);
        this.mirror = new Mirror(plan, routes, counters);
    }

    /// Returns when the driver is told to stop.
    ///
    /// @param synced called once the kernel core holds what the first dump found
    /// @throws RoutingException when the sockets fail; what they told so far stays in the kernel core
    void run(Runnable synced) {
        plan.stale(ResyncPlan.BOTH);
        mirrors.begin();
        mirrors.update();
        mirrors.subscribe(sockets.events());
        resync(); // before any event: nothing half is shown
        synced.run();
        while (!stop.raised()) {
            boolean came = mirrors.update();
            mirrors.subscribe(sockets.events());
            if (came) {
                counters.redumps.increment();
                resync(); // rare enough to be at once
            }
            boolean empty = hear(BATCH_EVENTS);
            if (!batch.isEmpty()) {
                counters.batches.increment();
                counters.commits.increment();
                kernel.commit(CAUSE, tx -> batch.forEach(event -> mirror.apply(tx, event)));
                adopt();
            }
            long wait = plan.nanosUntilDue();
            if (wait == 0) {
                (plan.afterOverrun() ? counters.resyncs : counters.redumps).increment();
                resync();
            } else if (empty) {
                stop.await(sockets.events().socket(), wait == Long.MAX_VALUE ? -1 : roundUpMillis(wait));
            }
        }
    }

    private static int roundUpMillis(long nanos) {
        return (int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    /// Fills the batch with events that are there.
    ///
    /// @return whether none are left
    private boolean hear(int limit) {
        batch.clear();
        boolean empty = sockets.events().read(batch, limit);
        if (!batch.isEmpty()) {
            plan.heard();
        }
        if (sockets.events().takeLoss()) {
            plan.overrun();
            mirrors.stale();
        }
        return empty;
    }

    /// Has objects of other bundles tried again whose parents may just have come.
    private void adopt() {
        if (batch.stream().anyMatch(event -> event instanceof HostEvent.LinkSeen || event instanceof HostEvent.AddressSeen)
                && mirrors.retry()) {
            plan.stale(ResyncPlan.NONE);
        }
    }

    /// Dumps what is owed and applies it together with the events that came meanwhile, as one commit.
    ///
    /// Events that came during the dump may or may not be part of it; to apply them again does no harm. But the host lists a changing table
    /// by position, so an entry may have been missed: such a dump is not believed where it has nothing, and another one is owed.
    private void resync() {
        if (plan.afterOverrun()) {
            sockets.events().discard();
        }
        Set<Family> families = plan.begin();
        HostDump dump = sockets.dumps().read(families);
        List<PluginDump> others = mirrors.dump(sockets.dumps());
        hear(DUMP_EVENTS);
        boolean lost = plan.afterOverrun();
        others.forEach(other -> other.heard(batch, lost));
        boolean undisturbed = batch.stream().allMatch(HostEvent.Sighted.class::isInstance) && !lost && !dump.interrupted();
        boolean trusted = plan.trusts(undisturbed);
        Reconciliation target = new Reconciliation(dump, trusted, routes, counters);
        counters.commits.increment();
        kernel.commit(CAUSE, tx -> {
            mirror.dumped(tx, dump.links());
            if (trusted) {
                target.sweep(tx);
            }
            RoutingException refusal = target.put(tx);
            if (undisturbed) {
                warn(refusal);
            }
            others.forEach(other -> other.apply(tx));
            batch.forEach(event -> mirror.apply(tx, event));
        });
        if (!undisturbed) {
            plan.stale(families);
        }
        for (PluginDump other : others) {
            if (other.end()) {
                plan.stale(ResyncPlan.NONE);
            }
        }
        adopt();
        plan.end(undisturbed);
    }

    /// Says what the kernel core does not take, once for as long as it is the same.
    private void warn(@Nullable RoutingException refusal) {
        String message = refusal == null ? "" : refusal.toString();
        if (!message.isEmpty() && !message.equals(lastRefusal)) {
            LOG.warn("The kernel core does not take all that the host has: {}", message);
        }
        lastRefusal = message;
    }
}
