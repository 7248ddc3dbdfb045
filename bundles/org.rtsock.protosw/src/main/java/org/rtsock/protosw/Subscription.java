// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.wire.Filter;

/// What one socket listens to: its asynchronous mode and its entries on the listener lists.
///
/// Everything below the lock is guarded by it. It is held for walks over the entries only, never while records are read; the committing
/// thread never takes it. At rest nothing is allocated: a drain begins the one cut anew, with the sources that it had.
final class Subscription {
    private final Kernel kernel;
    private final ListenerLists lists;
    private final int socket;
    private final Runnable wakeup;
    private final CutReader reader;

    /// There is something that no drain has begun to look for. Set by the committing thread and by whoever changes the subscription;
    /// cleared by the reader before it looks. Whoever sets it wakes the reader, whoever finds it set leaves that to the one before: so a
    /// listener that is busy or stalled costs a commit one look at this flag.
    ///
    /// Nothing is lost: a version is published before the flag is looked at, and the flag is cleared before the version is read, all of
    /// them volatile. A commit that finds the flag set has its version seen by the drain that clears it.
    private volatile boolean news;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, ListEntry> entries = new HashMap<>();
    private final DrainedCut cut;
    /// Places on lists that the entries have left while the cut was read from them, one a type at most; closed when it is over.
    private final List<RecordReader> leaving = new ArrayList<>();
    private AsyncMode mode = AsyncMode.OFF;
    /// The mode's filter. One that lets everything through is [Filter#NONE] itself.
    private Filter filter = Filter.NONE;
    /// Counts the calls of [#setFlags]; the first cut of each ends in a snapshot mark.
    private int generation;
    private int markedGeneration;
    /// The socket came with a resume point, so it may hold objects of types whose reporters were not there.
    private boolean resumed;
    /// A cut has begun and is not over.
    private boolean reading;
    /// The entries stand on other lists than the cut's sources.
    private boolean moved;
    private boolean closed;

    /// @param socket number of the socket
    Subscription(Kernel kernel, ListenerLists lists, SwitchCounters counters, int socket, Runnable wakeup) {
        this.kernel = kernel;
        this.lists = lists;
        this.socket = socket;
        this.wakeup = wakeup;
        this.reader = new CutReader(kernel);
        this.cut = new DrainedCut(kernel, counters);
    }

    /// `rts_setflags`: walks all listener lists and registers or unregisters the socket, as the mode says.
    ///
    /// A type that the socket listened to before goes on where it is; when the filter is another one, its next cut holds the difference. A
    /// type that is new starts with the snapshot or at the resume point; whoever resumes with a filter must have listened with that same
    /// one. A cut that is under way is read to its end first; it belongs to the old mode.
    void setFlags(AsyncMode wanted) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            entries.values().removeIf(entry -> {
                boolean forgotten = !wanted.wants(entry.type());
                if (forgotten) {
                    leave(entry);
                }
                return forgotten;
            });
            mode = wanted;
            resumed |= wanted.resume() != null;
            filter = wanted.filter().equals(Filter.NONE) ? Filter.NONE : wanted.filter();
            for (Reporter reporter : lists.reporters()) {
                MessageType type = reporter.type();
                if (wanted.wants(type)) {
                    join(entries.computeIfAbsent(type.number(), number -> firstEntry(type, wanted.resume())), reporter);
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
    /// A socket that has read the type before goes on where it was. One that listens from some version on begins there. One that resumed
    /// elsewhere may or may not hold objects of a type that was not there when it came, so it is told to forget them: always right, and
    /// rare.
    void reporterCame(Reporter reporter) {
        MessageType type = reporter.type();
        lock.lock();
        try {
            if (closed || !mode.wants(type)) {
                return;
            }
            join(entries.computeIfAbsent(type.number(), number -> lateEntry(type)), reporter);
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
                    leave(entry);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Off all lists, for good, also for a cut that is under way.
    void close() {
        lock.lock();
        try {
            closed = true;
            entries.values().forEach(this::leave);
            entries.clear();
            mode = AsyncMode.OFF;
            markedGeneration = generation;
            end();
        } finally {
            lock.unlock();
        }
    }

    /// Whether there may be something to [#drain].
    boolean hasNews() {
        return news;
    }

    /// The next cut, null when there is nothing to tell. On the socket's receiving thread, which owes [#delivered] or [#voided].
    @Nullable DrainedCut drain() {
        if (!news) {
            return null;
        }
        news = false;
        do {
            if (!begin()) {
                return null;
            }
            reader.hold(cut);
        } while (!stands());
        if (cut.snapshot() || !cut.isEmpty()) {
            return cut;
        }
        delivered();
        return null;
    }

    /// The socket has been given the cut.
    void delivered() {
        lock.lock();
        try {
            // Entries that were dropped meanwhile have left the map; moving them does no harm.
            for (CutSource source : cut.sources()) {
                source.entry().delivered(cut.version(), source, cut.filter());
            }
            markedGeneration = Math.max(markedGeneration, cut.generation());
            end();
        } finally {
            lock.unlock();
        }
    }

    /// The socket was given a part of the cut, and the rest was taken away. No mark says what it holds, so it starts over with all types.
    void voided() {
        lock.lock();
        try {
            for (CutSource source : cut.sources()) {
                source.entry().voided();
            }
            end();
        } finally {
            lock.unlock();
        }
        readable();
    }

    /// Words of the types on whose lists the socket is, parents first.
    List<String> words() {
        lock.lock();
        try {
            return listed().stream().map(entry -> entry.type().word()).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Version up to which the socket has read, given the newest one.
    long cursor(long newest) {
        lock.lock();
        try {
            if (!news && !reading) {
                return newest;
            }
            return listed().stream().mapToLong(ListEntry::cursor).min().orElse(newest);
        } finally {
            lock.unlock();
        }
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

    /// Begins a cut where the entries stand. They are on their lists before the version is read: see [CutReader].
    ///
    /// @return false when it would lead nowhere
    private boolean begin() {
        lock.lock();
        try {
            if (moved) {
                cut.use(listed().stream().map(this::source).toList());
                moved = false;
            }
            cut.begin(filter, generation != markedGeneration, generation);
            if (cut.leadsTo(kernel.version())) {
                reading = true;
                return true;
            }
            end();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Whether all reporters were there until their records were held. One that went may have gone before the cut's version was committed,
    /// and would have nothing of it.
    private boolean stands() {
        lock.lock();
        try {
            if (moved) {
                end();
            }
            return !moved;
        } finally {
            lock.unlock();
        }
    }

    /// The cut is over: the places that were kept for it can go. Under the lock.
    private void end() {
        reading = false;
        for (int i = 0; i < leaving.size(); i++) {
            leaving.get(i).close();
        }
        leaving.clear();
    }

    /// The entries that are on a list, parents first. Under the lock.
    private List<ListEntry> listed() {
        return entries.values().stream()
                .filter(entry -> entry.reader() != null)
                .sorted(Comparator.comparing(ListEntry::type))
                .toList();
    }

    private CutSource source(ListEntry entry) {
        return new CutSource(entry, Objects.requireNonNull(entry.reporter()), Objects.requireNonNull(entry.reader()));
    }

    /// RTS_REGISTER, once. Under the lock.
    private void join(ListEntry entry, Reporter reporter) {
        if (entry.reporter() != reporter) {
            leave(entry);
            entry.register(reporter);
            moved = true;
        }
    }

    /// RTS_UNREGISTER; when a cut is under way that is read from this list, as soon as it is over. Under the lock.
    private void leave(ListEntry entry) {
        RecordReader left = entry.unregister();
        if (left != null) {
            moved = true;
            if (reading && cut.reads(left)) {
                leaving.add(left);
            } else {
                left.close();
            }
        }
    }

    /// Of a socket that resumed before, this may be the reporter's first meeting with it, ahead of [#reporterCame].
    private ListEntry firstEntry(MessageType type, @Nullable ResumePoint resume) {
        if (resume == null) {
            return newEntry(type, 0, resumed);
        }
        boolean known = resume.epoch() == kernel.epoch()
                && resume.version() <= kernel.version()
                && (resume.whole() || lists.wasThere(type, resume.version()));
        return newEntry(type, known ? resume.version() : 0, !known);
    }

    private ListEntry lateEntry(MessageType type) {
        ResumePoint resume = mode.resume();
        return firstEntry(type, resume != null && resume.whole() ? resume : null);
    }

    /// A type that was dropped and comes back during one cut may be among what that cut gives yet, so it begins with a reset.
    private ListEntry newEntry(MessageType type, long cursor, boolean reset) {
        boolean underWay = reading && cut.reads(type);
        return new ListEntry(type, socket, this::readable, cursor, reset || underWay, filter);
    }

    private void readable() {
        if (!news) {
            news = true;
            wakeup.run();
        }
    }

    private static boolean listens(AsyncMode mode) {
        return mode.flags() != 0 || !mode.words().isEmpty();
    }
}
