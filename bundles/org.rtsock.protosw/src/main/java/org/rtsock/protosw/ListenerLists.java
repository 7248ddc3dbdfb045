// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Registration;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.Reporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reporters, each with its listener list, and how a reporter that comes, goes or breaks meets the sockets that are open.
///
/// No socket is missed: a reporter is made visible first and then shown to every socket, while [Subscription#setFlags] makes its mode
/// visible first and then looks at the reporters, both under the lock of the subscription. Order of locks: the kernel's, when it finds that
/// a reporter is broken; this one; the subscription's. None of them is held while records are read.
final class ListenerLists {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerLists.class);

    private final Collection<RawControlBlock> sockets;
    private final LongSupplier version;
    private final ReentrantLock lock = new ReentrantLock();
    /// Reporters that came for a type that had one, the first first. Guarded by the lock.
    private final List<ListedReporter> refused = new ArrayList<>();
    /// Who tells when one of all these breaks. Guarded by the lock.
    private final Map<Reporter, Registration> watched = new IdentityHashMap<>();
    /// Reporters that were isolated and have not been told yet, which is done without the lock. Guarded by the lock.
    private List<ListedReporter> withdrawn = List.of();
    /// At most one a type, parents first. Written under the lock.
    private volatile List<ListedReporter> reporters = List.of();
    /// By number of the type, see [#wasThere]. Written under the lock.
    private final Map<Integer, Long> listedAt = new ConcurrentHashMap<>();

    /// @param sockets a live view of the control blocks that are attached
    /// @param version the newest version of the kernel
    ListenerLists(Collection<RawControlBlock> sockets, LongSupplier version) {
        this.sockets = sockets;
        this.version = version;
    }

    /// The reporters that have their type, parents first.
    List<ListedReporter> reporters() {
        return reporters;
    }

    /// Whether every cut to this version or a later one had the type in it, because its reporter was on every list by then. A mark of a
    /// version at which it was not says nothing of the type.
    boolean wasThere(MessageType type, long at) {
        return listedAt.getOrDefault(type.number(), Long.MAX_VALUE) < at;
    }

    /// A type has one reporter. A second one is refused, and takes its place when the first one goes.
    void add(Reporter reporter) {
        ListedReporter newcomer;
        try {
            newcomer = ListedReporter.of(reporter);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("reporter {} is refused: it does not say what its message type is", PlugIn.describe(reporter), e);
            return;
        }
        lock.lock();
        try {
            ListedReporter holder = holder(newcomer);
            if (holder == null) {
                install(newcomer);
            } else {
                LOG.error("message type {} is refused: it clashes with {}, which was first", newcomer, holder);
                refused.add(newcomer);
            }
            watch(newcomer);
        } finally {
            unlock();
        }
    }

    private void watch(ListedReporter listed) {
        Reporter reporter = listed.reporter();
        try {
            watched.put(reporter, reporter.onFailure(thrown -> detached(listed, thrown)));
        } catch (RuntimeException | LinkageError e) {
            failed(listed, e);
        }
    }

    void remove(Reporter reporter) {
        lock.lock();
        try {
            Registration watch = watched.remove(reporter);
            if (watch != null) {
                PlugIn.close(watch);
            }
            if (refused.removeIf(waiting -> waiting.reporter() == reporter)) {
                return;
            }
            for (ListedReporter listed : reporters) {
                if (listed.reporter() == reporter) {
                    delist(listed);
                    sockets.forEach(pcb -> pcb.subscription().reporterWent(listed));
                }
            }
            promote();
        } finally {
            unlock();
        }
    }

    /// The records of a reporter cannot be read: it or its codec threw. Off the lists, and every listener is told to forget the type. Any
    /// thread that holds no lock of a subscription.
    void failed(ListedReporter broken, Throwable thrown) {
        lock.lock();
        try {
            if (isolate(broken)) {
                LOG.error("message type {} is out: its records cannot be read; every listener is told to forget it", broken, thrown);
            }
        } finally {
            unlock();
        }
    }

    /// The reporter has lost a report. Whoever took it off, the kernel, has said why.
    private void detached(ListedReporter broken, Throwable thrown) {
        lock.lock();
        try {
            if (isolate(broken)) {
                LOG.warn("message type {} is out, after {}; every listener is told to forget it", broken, String.valueOf(thrown));
            }
        } finally {
            unlock();
        }
    }

    /// @return whether it was there until now
    private boolean isolate(ListedReporter broken) {
        if (refused.remove(broken)) {
            return true;
        }
        if (!reporters.contains(broken)) {
            return false;
        }
        delist(broken);
        sockets.forEach(pcb -> pcb.subscription().reporterBroke(broken));
        withdrawn = new ArrayList<>(withdrawn);
        withdrawn.add(broken);
        promote();
        return true;
    }

    /// Lets go of the lock, then tells reporters that were isolated under it. They may do then what changes the lists, such as have a
    /// service go whose thread waits for this lock.
    private void unlock() {
        List<ListedReporter> untold = List.of();
        if (lock.getHoldCount() == 1) {
            untold = withdrawn;
            withdrawn = List.of();
        }
        lock.unlock();
        untold.forEach(ListenerLists::tellWithdrawn);
    }

    private static void tellWithdrawn(ListedReporter broken) {
        try {
            broken.reporter().withdrawn();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("reporter {} failed when it was told that it is withdrawn", PlugIn.describe(broken.reporter()), e);
        }
    }

    private void delist(ListedReporter gone) {
        reporters = reporters.stream().filter(other -> other != gone).toList();
    }

    private void promote() {
        for (ListedReporter waiting : List.copyOf(refused)) {
            if (holder(waiting) == null) {
                refused.remove(waiting);
                LOG.info("message type {} takes its place", waiting);
                install(waiting);
            }
        }
    }

    private @Nullable ListedReporter holder(ListedReporter newcomer) {
        return reporters.stream().filter(newcomer::clashesWith).findFirst().orElse(null);
    }

    private void install(ListedReporter newcomer) {
        List<ListedReporter> all = new ArrayList<>(reporters);
        all.add(newcomer);
        all.sort(Comparator.comparing(ListedReporter::type));
        listedAt.put(newcomer.type().number(), Long.MAX_VALUE);
        reporters = List.copyOf(all);
        for (RawControlBlock pcb : sockets) {
            // It may break on the way.
            if (reporters.contains(newcomer)) {
                pcb.subscription().reporterCame(newcomer);
            }
        }
        listedAt.put(newcomer.type().number(), version.getAsLong());
    }
}
