// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.Registration;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernel core as a service. See the package for how it works inside.
///
/// Immediate, because the state must not go when nobody happens to use it.
@Component(
        service = {Kernel.class, StatisticsSource.class},
        immediate = true,
        configurationPid = "org.rtsock.kernel")
@Designate(ocd = KernelCore.Config.class)
public final class KernelCore implements Kernel, StatisticsSource {
    @ObjectClassDefinition(name = "Kernel core")
    @interface Config {
        @AttributeDefinition(description = "Deletes remembered of each type for reporters that come late, 0 or more")
        int graveyard() default 16384;

        @AttributeDefinition(description = "Redirects in force at a time, 0 or more; those beyond are refused")
        int redirects() default DEFAULT_REDIRECTS;
    }

    private static final int DEFAULT_REDIRECTS = 4096;
    private static final Logger LOG = LoggerFactory.getLogger(KernelCore.class);
    /// Of what nobody asked for: counters that are written when somebody comes to look at them, objects whose classes are gone.
    private static final Cause ITSELF = new Cause.Driver("kernel");
    /// Epochs are below this, so that programs that keep numbers as IEEE doubles (JSON) have them exactly.
    private static final long EPOCH_BOUND = 1L << 53;

    private final long epoch = new SecureRandom().nextLong(1, EPOCH_BOUND);
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by the lock.
    private final KernelState state = new KernelState();
    private final SinkLists sinks = new SinkLists();
    private final Predicate<MessageType> heard = type -> !sinks.of(type).isEmpty();
    private final Counters counters = new Counters();
    /// Guarded by the lock, as all that follow: they serve one commit after the other.
    private final CommitLog log = new CommitLog(state);

    private final RouteStatistics statistics = new RouteStatistics(state, log.objects(), sinks);
    private final Redirects redirects;
    private final EventListeners events = new EventListeners();

    private final ObjectOperations objectOperations = new ObjectOperations(state, log, statistics);
    private final RouteOperations driverOperations = new RouteOperations(state, log.routes(), true);
    private final RouteOperations requestOperations = new RouteOperations(state, log.routes(), false);
    private final Graveyard graveyard;
    private final RouteHistory routeHistory;
    private final Publisher publisher;
    /// Written under the lock once every reporter has all of a version, which is what makes their reports visible to readers.
    private volatile long version;

    @Activate
    public KernelCore(Config config) {
        this(config.graveyard(), config.redirects());
    }

    /// A kernel without a framework.
    ///
    /// @param graveyard deletes remembered of each type, 0 or more
    public KernelCore(int graveyard) {
        this(graveyard, DEFAULT_REDIRECTS);
    }

    /// @param graveyard deletes remembered of each type, 0 or more
    /// @param redirects in force at a time, 0 or more
    public KernelCore(int graveyard, int redirects) {
        this.redirects = new Redirects(state, log, statistics, redirects);
        this.graveyard = new Graveyard(graveyard);
        this.routeHistory = new RouteHistory(state.routes(), this.graveyard.routes());
        this.publisher = new Publisher(state.routes(), this.graveyard, sinks, counters);
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long commit(Cause cause, Consumer<? super Transaction> work) {
        return perform(cause, work);
    }

    private long perform(Cause cause, Consumer<? super OpenTransaction> work) {
        refuseNested("commit");
        lock.lock();
        try {
            return performLocked(cause, work);
        } finally {
            lock.unlock();
        }
    }

    private long performLocked(Cause cause, Consumer<? super OpenTransaction> work) {
        log.begin(cause, version + 1);
        run(cause, work);
        redirects.follow();
        if (log.settle(statistics)) {
            publish(cause, version + 1);
        }
        end();
        return version;
    }

    /// Does the work, or nothing of it.
    private void run(Cause cause, Consumer<? super OpenTransaction> work) {
        RouteOperations routes = cause instanceof Cause.Driver ? driverOperations : requestOperations;
        try (OpenTransaction transaction =
                new OpenTransaction(state, log, objectOperations, routes, redirects, cause, counters)) {
            work.accept(transaction);
        } catch (Throwable e) {
            log.undo(0);
            end();
            throw e;
        }
    }

    private void end() {
        statistics.end();
        log.end();
    }

    private void publish(Cause cause, long next) {
        publisher.report(log, cause, next);
        counters.committed();
        version = next;
        graveyard.forgetUnheard(heard, next);
        publisher.forward(log.routes());
        publisher.wake(log, next);
    }

    @Override
    public @Nullable Route lookup(int table, IpAddress destination) {
        ForwardingTable routes = state.routes().forwarding(new RtTable.Key(table, destination.family()));
        return routes == null ? null : routes.lookup(destination.high(), destination.low());
    }

    @Override
    public RouteLookup lookup(int table, Family family) {
        return state.routes().lookup(new RtTable.Key(table, family));
    }

    @Override
    public @Nullable Route find(int table, Prefix prefix) {
        refuseNested("find");
        lock.lock();
        try {
            int row = state.routes().find(table, prefix);
            return row == RouteRows.NONE ? null : state.routes().route(row);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Route resolve(Cause cause, int table, IpAddress destination) {
        Family family = destination.family();
        Route route = lookup(table, destination);
        if (route == null) {
            statistics.count(new RtStats.Key(table, family, 0), Counter.MISSES);
            events.tell(new RouteEvent.Miss(table, Prefix.of(destination), cause));
            return null;
        }
        RtStats.Key key = new RtStats.Key(table, family, route.protocol());
        if (route.key().prefix().length() == 0) {
            statistics.count(key, Counter.WILDCARDS);
        }
        if (route.attributes().has(RouteFlag.XRESOLVE)) {
            statistics.count(key, Counter.RESOLVES);
            events.tell(new RouteEvent.Resolve(Prefix.of(destination), route, cause));
        }
        return route;
    }

    @Override
    public Route losing(Cause cause, int table, IpAddress destination) {
        Route route = lookup(table, destination);
        if (route == null) {
            throw new RoutingException(
                    Errno.ESRCH, "no route to " + destination + " in table " + Integer.toUnsignedString(table));
        }
        statistics.count(new RtStats.Key(table, destination.family(), route.protocol()), Counter.LOSING);
        events.tell(new RouteEvent.Losing(Prefix.of(destination), route, cause));
        if (route.attributes().has(RouteFlag.DYNAMIC)) {
            perform(cause, transaction -> transaction.lose(route.key()));
        }
        return route;
    }

    @Override
    public long redirect(Cause cause, Redirect redirect) {
        try {
            return perform(cause, transaction -> transaction.redirect(redirect));
        } catch (RoutingException e) {
            statistics.count(Redirects.statistics(redirect.key(), 0), Counter.BAD_REDIRECTS);
            events.tell(new RouteEvent.RedirectRefused(redirect, e.errno(), cause));
            throw e;
        }
    }

    @Override
    public Registration onEvent(Consumer<? super RouteEvent> listener) {
        return events.add(listener);
    }

    @Override
    public void walk(int table, Prefix within, Consumer<? super RouteRow> visitor) {
        refuseNested("walk");
        lock.lock();
        try {
            RouteStore routes = state.routes();
            RouteTable walked = routes.table(table, within.family());
            if (walked != null) {
                RouteRow lent = new RouteRow();
                routes.walk(walked, within, row -> {
                    routes.fill(lent, row, routes.rows().attributes(row));
                    visitor.accept(lent);
                });
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a commit that is under way. An exception of the sink passes on, and it is not attached.
    @Override
    public Registration attach(ReportSink sink) {
        refuseNested("attach");
        MessageType type = sink.type();
        lock.lock();
        try {
            if (type.equals(MessageType.RTSTATS)) {
                performLocked(ITSELF, _ -> statistics.show());
            } else if (type.isPlugin()) {
                removeOrphans(type);
            }
            graveyard.forgetUnheard(heard, version);
            sink.attached(graveyard.floor(type));
            if (type.equals(MessageType.ROUTE)) {
                routeHistory.replay(sink);
            } else {
                history(type).forEach(report -> report.to(sink));
            }
            sink.published(version);
            return sinks.add(type, sink);
        } finally {
            lock.unlock();
        }
    }

    /// Deletes what a plug-in left behind when it was replaced or uninstalled: its successor has classes of its own and could neither write nor
    /// compare objects of the old ones.
    private void removeOrphans(MessageType type) {
        List<RoutingKey> orphans = new ArrayList<>();
        // Rank and names may be others by now, the number is what the type is.
        for (MessageType known : state.types()) {
            if (known.number() == type.number()) {
                state.forEach(known, entry -> {
                    if (PlugIn.isGone(entry.value())) {
                        orphans.add(entry.value().key());
                    }
                });
            }
        }
        if (!orphans.isEmpty()) {
            LOG.warn("{} objects of {} were left by a bundle that is gone; they are deleted", orphans.size(), type.word());
            performLocked(ITSELF, tx -> orphans.forEach(tx::remove));
        }
    }

    /// The deletes that are remembered and the last change of everything that lives, by version, deletes first.
    private List<Report> history(MessageType type) {
        List<Report> reports = new ArrayList<>(graveyard.deletes(type));
        state.forEach(type, entry -> reports.add(entry.report()));
        reports.sort(Comparator.comparingLong(Report::version)); // stable, so deletes stay in front
        return reports;
    }

    /// Inside a commit the state is that of no version, and a commit within a commit could not be undone alone.
    private void refuseNested(String call) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException(call + " inside a commit: the kernel is not reentrant");
        }
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public Map<String, Long> read() {
        return counters.read(version, sinks.detached(), state.routes().sizes());
    }
}
