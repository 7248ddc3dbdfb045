// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.Reporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reporters, each with its listener list, and how a reporter that comes or goes meets the sockets that are open.
///
/// No socket is missed: a reporter is made visible first and then shown to every socket, while [Subscription#setFlags] makes its mode
/// visible first and then looks at the reporters, both under the lock of the subscription. Order of locks: this one, then the
/// subscription's.
final class ListenerLists {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerLists.class);

    private final Collection<RawControlBlock> sockets;
    private final LongSupplier version;
    private final ReentrantLock lock = new ReentrantLock();
    /// Reporters that came for a type that had one. Guarded by the lock.
    private final List<Reporter> refused = new ArrayList<>();
    /// At most one a type, parents first. Written under the lock.
    private volatile List<Reporter> reporters = List.of();
    /// By number of the type, see [#wasThere]. Written under the lock.
    private final Map<Integer, Long> listedAt = new ConcurrentHashMap<>();

    /// @param sockets a live view of the control blocks that are attached
    /// @param version the newest version of the kernel
    ListenerLists(Collection<RawControlBlock> sockets, LongSupplier version) {
        this.sockets = sockets;
        this.version = version;
    }

    /// The reporters that have their type, parents first.
    List<Reporter> reporters() {
        return reporters;
    }

    /// Whether every cut to this version or a later one had the type in it, because its reporter was on every list by then. A mark of a
    /// version at which it was not says nothing of the type.
    boolean wasThere(MessageType type, long at) {
        return listedAt.getOrDefault(type.number(), Long.MAX_VALUE) < at;
    }

    /// A type has one reporter. A second one is refused, and takes its place when the first one goes.
    void add(Reporter reporter) {
        lock.lock();
        try {
            for (Reporter holder : reporters) {
                if (sameType(holder, reporter)) {
                    LOG.error(
                            "message type {} ({}) has a reporter already, {}; refused: {}",
                            reporter.type().number(), reporter.type().word(), holder, reporter);
                    refused.add(reporter);
                    return;
                }
            }
            install(reporter);
        } finally {
            lock.unlock();
        }
    }

    void remove(Reporter reporter) {
        lock.lock();
        try {
            if (refused.removeIf(waiting -> waiting == reporter)) {
                return;
            }
            reporters = reporters.stream().filter(other -> other != reporter).toList();
            sockets.forEach(pcb -> pcb.subscription().reporterWent(reporter));
            refused.stream().filter(waiting -> sameType(waiting, reporter)).findFirst().ifPresent(successor -> {
                refused.remove(successor);
                install(successor);
            });
        } finally {
            lock.unlock();
        }
    }

    private void install(Reporter reporter) {
        List<Reporter> all = new ArrayList<>(reporters);
        all.add(reporter);
        all.sort((a, b) -> a.type().compareTo(b.type()));
        listedAt.put(reporter.type().number(), Long.MAX_VALUE);
        reporters = List.copyOf(all);
        sockets.forEach(pcb -> pcb.subscription().reporterCame(reporter));
        listedAt.put(reporter.type().number(), version.getAsLong());
    }

    private static boolean sameType(Reporter a, Reporter b) {
        return a.type().number() == b.type().number();
    }
}
