// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.AsyncMode.ResumePoint;

/// What one socket listens to: its asynchronous mode and its entries on the listener lists.
///
/// Everything below the lock is guarded by it. It is held for walks over the entries only, never while records are read; the committing
/// thread never takes it.
final class Subscription {
    private final Kernel kernel;
    private final ListenerLists lists;
    private final Runnable wakeup;
    private final CutReader reader;

    /// Set by the committing thread when there is something new on a list; cleared by the reader before it looks, and set again when it
    /// finds a cut. Only for people: it tells a socket that has nothing to read from one that lags.
    private volatile boolean behind;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, ListEntry> entries = new HashMap<>();
    private AsyncMode mode = AsyncMode.OFF;
    /// Counts the calls of [#setFlags]; the first cut of each ends in a snapshot mark.
    private int generation;
    private int markedGeneration;
    private boolean closed;

    Subscription(Kernel kernel, ListenerLists lists, SwitchCounters counters, Runnable wakeup) {
        this.kernel = kernel;
        this.lists = lists;
        this.wakeup = wakeup;
        this.reader = new CutReader(kernel, counters);
    }

    /// `rts_setflags`: walks all listener lists and registers or unregisters the socket, as the mode says.
    ///
    /// A type that the socket listened to before goes on where it is. With another filter it starts anew, told to forget what it holds. A
    /// type that is new starts with the snapshot or at the resume point. A cut that is under way is read to its end first; it belongs to
    /// the old mode.
    void setFlags(AsyncMode wanted) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            boolean filterChanged = !wanted.filter().equals(mode.filter());
            entries.values().removeIf(entry -> {
                boolean forgotten = !wanted.wants(entry.type());
                if (forgotten || filterChanged) {
                    entry.unregister();
                }
                return forgotten;
            });
            if (filterChanged) {
                entries.replaceAll((number, entry) -> newEntry(entry.type(), 0, true));
            }
            mode = wanted;
            for (Reporter reporter : lists.reporters()) {
                MessageType type = reporter.type();
                if (wanted.wants(type)) {
                    entries.computeIfAbsent(type.number(), number -> firstEntry(type, wanted.resume())).register(reporter);
                }
            }
            generation++;
            markedGeneration = listens(wanted) ? markedGeneration : generation;
        } finally {
            lock.unlock();
        }
        readable();
    }

    /// A reporter has come: its list gets this socket, if the flags say so.
    ///
    /// A socket that has read the type before goes on where it was. One that resumed elsewhere may or may not hold objects of a type that
    /// was not there when it came, so it is told to forget them: always right, and rare.
    void reporterCame(Reporter reporter) {
        MessageType type = reporter.type();
        lock.lock();
        try {
            if (closed || !mode.wants(type)) {
                return;
            }
            boolean resumed = mode.resume() != null;
            entries.computeIfAbsent(type.number(), number -> newEntry(type, 0, resumed)).register(reporter);
        } finally {
            lock.unlock();
        }
        readable();
    }

    /// A reporter goes and takes its list with it; how far the socket has read stays here.
    void reporterWent(Reporter reporter) {
        lock.lock();
        try {
            for (ListEntry entry : entries.values()) {
                if (entry.reporter() == reporter) {
                    entry.unregister();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Off all lists, for good.
    void close() {
        lock.lock();
        try {
            closed = true;
            entries.values().forEach(ListEntry::unregister);
            entries.clear();
            mode = AsyncMode.OFF;
            markedGeneration = generation;
        } finally {
            lock.unlock();
        }
    }

    /// The next cut, null when there is nothing to tell. On the socket's receiving thread.
    @Nullable DrainedCut drain() {
        behind = false;
        // The reporters are taken before the version is read: see CutReader.
        Pending pending = take();
        DrainedCut cut = reader.read(pending);
        if (cut == null) {
            return null;
        }
        if (pending.first() || !cut.isEmpty()) {
            behind = true;
            return cut;
        }
        delivered(cut);
        return null;
    }

    /// The socket has been given a cut.
    void delivered(DrainedCut cut) {
        lock.lock();
        try {
            Pending pending = cut.pending();
            // Entries that were replaced meanwhile have left the map; moving them does no harm.
            for (int i = 0; i < pending.entries().size(); i++) {
                pending.entries().get(i).entry().delivered(cut.version(), cut.sources().get(i));
            }
            markedGeneration = Math.max(markedGeneration, pending.generation());
        } finally {
            lock.unlock();
        }
    }

    /// Words of the types on whose lists the socket is, parents first.
    List<String> words() {
        return take().entries().stream().map(taken -> taken.entry().type().word()).toList();
    }

    /// Version up to which the socket has read, given the newest one.
    long cursor(long newest) {
        Pending pending = take();
        if (!behind && !pending.first()) {
            return newest;
        }
        return pending.entries().stream().mapToLong(Pending.Taken::from).min().orElse(newest);
    }

    /// Changes that the socket was not given one by one.
    long coalesced() {
        lock.lock();
        try {
            return entries.values().stream().mapToLong(ListEntry::coalesced).sum();
        } finally {
            lock.unlock();
        }
    }

    private Pending take() {
        lock.lock();
        try {
            List<Pending.Taken> taken = entries.values().stream()
                    .filter(entry -> entry.reporter() != null)
                    .sorted(Comparator.comparing(ListEntry::type))
                    .map(Pending.Taken::of)
                    .toList();
            return new Pending(taken, mode.filter(), generation != markedGeneration, generation);
        } finally {
            lock.unlock();
        }
    }

    private ListEntry firstEntry(MessageType type, @Nullable ResumePoint resume) {
        if (resume == null) {
            return newEntry(type, 0, false);
        }
        boolean known = resume.epoch() == kernel.epoch() && resume.version() >= 0 && resume.version() <= kernel.version();
        return newEntry(type, known ? resume.version() : 0, !known);
    }

    private ListEntry newEntry(MessageType type, long cursor, boolean reset) {
        return new ListEntry(type, this::readable, cursor, reset);
    }

    private void readable() {
        behind = true;
        wakeup.run();
    }

    private static boolean listens(AsyncMode mode) {
        return mode.flags() != 0 || !mode.words().isEmpty();
    }
}
