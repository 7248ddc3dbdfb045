// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;

/// A listener's place in the records. Three threads meet here: the one that reads, the committing one, which looks at the place and may
/// take away what is held, and whoever closes. None waits for another; the package's chapter says why that is safe, and the order of
/// accesses below is part of it.
final class JournalReader implements RecordReader {
    private final Journal journal;
    private final ListenerList list;
    private final ReportListener listener;
    private final ValueCursor values = new ValueCursor(this);
    private final DeleteCursor deletes = new DeleteCursor(this);

    /// Set by the reading thread, cleared by it or by the committing one.
    private final AtomicReference<@Nullable Directory> held = new AtomicReference<>();

    // Written by the reading thread.
    private volatile long cursor;
    /// Version of the cut that is being read, 0 between cuts.
    private volatile long target;
    /// The last loss that the reading thread took note of. Until it does, the places of this reader do not count.
    private volatile int heeded;

    /// Written by the committing thread: how often the place was lost.
    private volatile int losses;

    /// Off the list: nobody sees any more what it holds.
    private volatile boolean off;
    /// What it holds is taken away, now and later. Set before [#off].
    private volatile boolean closed;

    // Of the reading thread. What it holds cannot be led on from: it must start over.
    private boolean startOver;
    /// Deletes after the cut's version may have been dropped before its place was seen.
    private boolean overtaken;
    private long servedFrom;
    private boolean holding;

    private JournalReader(Journal journal, ListenerList list, ReportListener listener, long cursor) {
        this.journal = journal;
        this.list = list;
        this.listener = listener;
        this.cursor = cursor;
    }

    /// A reader on the list, at a place that counts from now on; or at the start, when deletes after the place may be unknown.
    static JournalReader register(Journal journal, ListenerList list, ReportListener listener, long cursor) {
        JournalReader reader = new JournalReader(journal, list, listener, cursor);
        list.add(reader);
        // On the list first: from here on either this thread sees the floor rise, or the committing thread sees the place.
        if (cursor > 0 && cursor < journal.floor()) {
            reader.cursor = 0;
            reader.startOver = true;
        }
        return reader;
    }

    ReportListener listener() {
        return listener;
    }

    @Override
    public long cursor() {
        return losses == heeded ? cursor : 0;
    }

    @Override
    public boolean hold(long version) {
        holding = true;
        target = version;
        Directory before = held.get();
        Directory directory = journal.directory();
        show(directory);
        // Until the newest one is held for all to see, the committing thread may not know that its blocks are in use.
        for (Directory newest = journal.directory(); newest != directory; newest = journal.directory()) {
            directory = newest;
            show(directory);
        }
        if (before != null) {
            journal.released(before);
        }
        // After the directory was taken: one without the deletes after the cursor was made after the loss.
        int lost = losses;
        if (lost != heeded || off) {
            cursor = 0;
            startOver = true;
            heeded = lost;
        }
        // After the place was shown: either this thread sees the floor rise, or the committing thread sees the place. The cursor was seen
        // before.
        long floor = journal.floor();
        overtaken = version != cursor && floor > version;
        // To begin again at a version that the floor has not passed costs less than to find out when all is read. A floor above what is
        // published is that of a commit under way, for which nobody waits.
        servedFrom = Math.max(directory.compactedAt(), overtaken ? Math.min(floor, journal.published()) : 0);
        return !startOver;
    }

    private void show(Directory directory) {
        held.set(directory);
        // After it was set: whoever takes the reader off looks at it after that was said.
        if (off) {
            abandon(directory);
        }
    }

    @Override
    public long compactedAt() {
        requireHeld();
        return servedFrom;
    }

    @Override
    public RecordCursor deletes(long from, long to) {
        requireHeld();
        // Whoever begins at 0 holds nothing that could go, and need not walk over all that went.
        deletes.start(from, from == 0 ? 0 : to);
        return deletes;
    }

    @Override
    public RecordCursor values(long from, long to) {
        requireHeld();
        values.start(from, to);
        return values;
    }

    @Override
    public void release(long version) {
        long reading = target;
        if (version != reading && version != cursor) {
            throw new IllegalArgumentException("release of version " + version + " in a cut from " + cursor + " to " + reading);
        }
        Directory directory = held.get();
        if (version == reading) {
            boolean whole = directory != null && losses == heeded && !overtaken;
            startOver = !whole;
            // The next place counts before the present one ceases to.
            cursor = whole ? version : 0;
        }
        holding = false;
        target = 0;
        held.set(null);
        values.stop();
        deletes.stop();
        if (directory != null) {
            journal.released(directory);
        }
    }

    /// Also takes away what is held: nobody would see, off the list, how much that is and for how long.
    @Override
    public void close() {
        closed = true;
        leave();
    }

    /// Off the list. What is held may be read to its end, and held anew, unless the reader is closed. Any thread.
    void leave() {
        off = true;
        Directory directory = held.get();
        if (directory != null) {
            abandon(directory);
        }
        list.remove(this);
        if (directory != null) {
            journal.released(directory);
        }
    }

    /// In this order: whoever does not see it held any more knows that it was.
    private void abandon(Directory directory) {
        journal.abandoned(directory);
        if (closed) {
            held.compareAndSet(directory, null);
        }
    }

    /// What is held; null between cuts, and when it was taken away. Any thread.
    @Nullable Directory held() {
        return held.get();
    }

    /// Why a walk ended before its end.
    RoutingException stale() {
        return new RoutingException(
                Errno.ESTALE,
                "records of " + journal.type().word() + " were taken away from listener " + listener.id() + ", which "
                        + (closed ? "left the list" : "was too slow"));
    }

    /// Adds the versions after which deletes are kept for this reader. Committing thread.
    void addPlaces(Places places, long below) {
        // In this order: see release().
        long reading = target;
        long read = cursor;
        if (losses == heeded) {
            if (reading > 0 && reading < below) {
                places.add(reading);
            }
            if (read > 0 && read < below) {
                places.add(read);
            }
        }
    }

    /// The lowest of them, 0 when there is none. Any thread, for people.
    long place() {
        long reading = target;
        long read = cursor();
        return read > 0 || losses != heeded ? read : reading;
    }

    /// The place is lost, and what is held is taken away. Committing thread.
    void expire() {
        Directory directory = held.get();
        if (losses == heeded) {
            losses++;
        }
        if (directory != null) {
            journal.abandoned(directory);
            held.compareAndSet(directory, null);
        }
    }

    private void requireHeld() {
        if (!holding) {
            throw new IllegalStateException("nothing is held: hold() comes first");
        }
    }
}
