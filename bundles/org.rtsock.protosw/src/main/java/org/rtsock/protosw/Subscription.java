// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.MessageType;
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
    private final DrainedCut cut;
    private final ListPlaces places;
    private AsyncMode mode = AsyncMode.OFF;
    /// The mode's filter. One that lets everything through is [Filter#NONE] itself.
    private Filter filter = Filter.NONE;
    /// Counts the calls of [#setFlags]; the first cut of each ends in a snapshot mark.
    private int generation;
    private int markedGeneration;
    /// The socket came with a resume point, so it may hold objects of types whose reporters were not there.
    private boolean resumed;
    private boolean parked;
    private boolean closed;

    /// @param socket  number of the socket
    /// @param unaware whether the listener is not who sets the mode, so that it may hold types that were given up
    Subscription(
            Kernel kernel, ListenerLists lists, SwitchCounters counters, int socket, boolean unaware, Runnable wakeup) {
        this.kernel = kernel;
        this.lists = lists;
        this.wakeup = wakeup;
        this.reader = new CutReader(kernel);
        this.cut = new DrainedCut(kernel, counters);
        this.places = new ListPlaces(socket, unaware, this::readable, lists::failed, cut);
    }

    /// `rts_setflags`: walks all listener lists and registers or unregisters the socket, as the mode says.
    ///
    /// A type that the socket listened to before goes on where it is; when the filter is another one, its next cut holds the difference. A
    /// type that is new starts with the snapshot or at the resume point; whoever resumes with a filter must have listened with that same
    /// one. One that was given up once and is asked for again starts with a reset when the listener is unaware of that. A cut that is under
    /// way is read to its end first; it belongs to the old mode.
    void setFlags(AsyncMode wanted) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            parked = false;
            places.retain(wanted::wants);
            mode = wanted;
            resumed |= wanted.resume() != null;
            filter = wanted.filter().equals(Filter.NONE) ? Filter.NONE : wanted.filter();
            for (ListedReporter reporter : lists.reporters()) {
                join(reporter, wanted.resume());
            }
            generation++;
            markedGeneration = listens(wanted) ? markedGeneration : generation;
        } finally {
            unlock();
        }
        readable();
    }

    /// Off all lists, until [#setFlags] is called again: nothing is kept for the socket. A cut that is under way counts for nothing, and
    /// what the socket holds it is told to forget when it is back.
    void park() {
        lock.lock();
        try {
            parked = true;
            places.park(filter);
        } finally {
            unlock();
        }
    }

    /// A reporter has come: its list gets this socket, if the flags say so.
    ///
    /// A socket that has read the type before goes on where it was. One that listens from some version on begins there. One that resumed
    /// elsewhere may or may not hold objects of a type that was not there when it came, so it is told to forget them: always right, and
    /// rare.
    void reporterCame(ListedReporter reporter) {
        lock.lock();
        try {
            if (closed || parked) {
                return;
            }
            ResumePoint resume = mode.resume();
            join(reporter, resume != null && resume.whole() ? resume : null);
        } finally {
            unlock();
        }
        readable();
    }

    /// A reporter goes and takes its list with it; how far the socket has read stays here.
    void reporterWent(ListedReporter reporter) {
        lock.lock();
        try {
            places.reporterWent(reporter);
        } finally {
            unlock();
        }
    }

    /// A reporter cannot be relied on any more: what the socket was given of the type may be wrong, so it is told to forget it. A cut that
    /// is under way is read to its end first.
    void reporterBroke(ListedReporter reporter) {
        lock.lock();
        try {
            places.reporterBroke(reporter, filter);
        } finally {
            unlock();
        }
        readable();
    }

    /// Off all lists, for good, also for a cut that is under way.
    void close() {
        lock.lock();
        try {
            closed = true;
            places.close();
            mode = AsyncMode.OFF;
            markedGeneration = generation;
        } finally {
            unlock();
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
        try {
            return next();
        } catch (Throwable e) {
            // Nothing was given, so all of it is still due.
            readable();
            throw e;
        }
    }

    private @Nullable DrainedCut next() {
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
            places.delivered();
            markedGeneration = Math.max(markedGeneration, cut.generation());
        } finally {
            unlock();
        }
    }

    /// The socket was given a part of the cut, and the rest was taken away. No mark says what it holds, so it starts over with all types.
    ///
    /// @return false when its records were taken away because it was parked in the middle of the cut, even if it is back by now
    boolean voided() {
        boolean lost;
        lock.lock();
        try {
            lost = places.voided();
        } finally {
            unlock();
        }
        readable();
        return lost;
    }

    /// Words of the types on whose lists the socket is, parents first.
    List<String> words() {
        lock.lock();
        try {
            return places.words();
        } finally {
            unlock();
        }
    }

    /// Version up to which the socket has read, given the newest one; 0 for one that is parked, since it starts over.
    long cursor(long newest) {
        lock.lock();
        try {
            if (parked) {
                return 0;
            }
            return news || places.isReading() ? places.cursor(newest) : newest;
        } finally {
            unlock();
        }
    }

    /// Changes that the socket was not given one by one.
    long coalesced() {
        lock.lock();
        try {
            return places.coalesced();
        } finally {
            unlock();
        }
    }

    /// Begins a cut where the entries stand. They are on their lists before the version is read: see [CutReader].
    ///
    /// @return false when it would lead nowhere
    private boolean begin() {
        lock.lock();
        try {
            if (parked) {
                return false;
            }
            places.begin(filter, generation != markedGeneration, generation);
            boolean leads = cut.leadsTo(kernel.version());
            if (!leads) {
                places.end();
            }
            return leads;
        } finally {
            unlock();
        }
    }

    /// Whether all reporters were there until their records were held. One that went may have gone before the cut's version was committed,
    /// and would have nothing of it.
    private boolean stands() {
        lock.lock();
        try {
            boolean stand = places.stand();
            if (!stand) {
                places.end();
            }
            return stand;
        } finally {
            unlock();
        }
    }

    /// Lets go of the lock, then tells of reporters that threw under it: whoever hears of them takes locks that come before this one.
    private void unlock() {
        List<ListPlaces.Failure> found = places.takeFailures();
        lock.unlock();
        for (int i = 0; i < found.size(); i++) {
            lists.failed(found.get(i).reporter(), found.get(i).thrown());
        }
    }

    /// Onto the list of a reporter, if the mode asks for its type. Of a socket that resumed before, this may be the reporter's first
    /// meeting with it, ahead of [#reporterCame]. Under the lock.
    private void join(ListedReporter reporter, @Nullable ResumePoint resume) {
        MessageType type = reporter.type();
        if (!mode.wants(type)) {
            return;
        }
        if (places.get(type) == null) {
            boolean known = resume != null
                    && resume.epoch() == kernel.epoch()
                    && resume.version() <= kernel.version()
                    && (resume.whole() || lists.wasThere(type, resume.version()));
            places.put(type, resume != null && known ? resume.version() : 0, resume == null ? resumed : !known, filter);
        }
        places.join(reporter);
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
