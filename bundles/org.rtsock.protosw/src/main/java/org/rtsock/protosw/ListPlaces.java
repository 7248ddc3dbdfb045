// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.wire.Filter;

/// The places of one socket on the listener lists, one a type, and the cut that is read from them. Guarded by the lock of the
/// [Subscription], but for the walk of the cut, which belongs to the receiving thread.
final class ListPlaces {
    /// A reporter that threw under the lock, for the one who holds it to tell when he has let go of it.
    record Failure(ListedReporter reporter, Throwable thrown) {}

    private final int socket;
    private final boolean unaware;
    private final Runnable wakeup;
    private final BiConsumer<ListedReporter, Throwable> failure;
    private final DrainedCut cut;
    private final Map<Integer, ListEntry> entries = new HashMap<>();
    /// Places on lists that the entries have left while the cut was read from them, one a type at most; closed when it is over.
    private final List<RecordReader> leaving = new ArrayList<>();
    /// Numbers of types of which an unaware listener may hold something and that it does not listen to any more.
    private final Set<Integer> dropped = new HashSet<>();
    private List<Failure> failures = List.of();
    /// A cut has begun and is not over.
    private boolean reading;
    /// The cut that is being read counts for nothing: the socket was parked meanwhile.
    private boolean disowned;
    /// The entries stand on other lists than the cut's sources.
    private boolean moved;

    /// @param socket  number of the socket
    /// @param unaware whether the listener may hold types that the socket does not listen to any more
    /// @param wakeup  what each list calls
    /// @param failure is told of a reporter that throws while the cut is walked
    ListPlaces(int socket, boolean unaware, Runnable wakeup, BiConsumer<ListedReporter, Throwable> failure, DrainedCut cut) {
        this.socket = socket;
        this.unaware = unaware;
        this.wakeup = wakeup;
        this.failure = failure;
        this.cut = cut;
    }

    @Nullable ListEntry get(MessageType type) {
        return entries.get(type.number());
    }

    /// A place for a type that has none yet. A type of which the socket may hold something begins with a reset: one that it listened to
    /// once, unless the socket says from where to go on; or one that was dropped and comes back while a cut is read that gives it yet.
    void put(MessageType type, long cursor, boolean reset, Filter held) {
        boolean known = (dropped.remove(type.number()) && cursor == 0) || isBeingRead(type);
        entries.put(type.number(), new ListEntry(type, socket, wakeup, known ? 0 : cursor, reset || known, held));
    }

    /// RTS_REGISTER, once.
    void join(ListedReporter reporter) {
        ListEntry entry = Objects.requireNonNull(get(reporter.type()));
        if (entry.reporter() == reporter) {
            return;
        }
        leave(entry);
        try {
            entry.register(reporter);
            moved = true;
        } catch (RuntimeException | LinkageError e) {
            // Here already: a drain may come before the reporter is off the lists.
            if (entry.resetDue()) {
                bidFarewell(entry, reporter);
            }
            failed(reporter, e);
        }
    }

    /// Drops the places of types that the socket does not want any more.
    void retain(Predicate<MessageType> wanted) {
        entries.values().removeIf(entry -> {
            boolean unwanted = !wanted.test(entry.type());
            if (unwanted) {
                if (unaware && (entry.isHeld() || isBeingRead(entry.type()))) {
                    dropped.add(entry.type().number());
                }
                leave(entry);
            }
            return unwanted;
        });
    }

    /// The reporter takes its list along; how far the socket has read stays.
    void reporterWent(ListedReporter reporter) {
        for (ListEntry entry : entries.values()) {
            if (entry.reporter() == reporter) {
                leave(entry);
            }
        }
    }

    /// The socket begins the type anew, whenever that has a reporter again; what it holds of it, it is told to forget at once.
    void reporterBroke(ListedReporter reporter, Filter filter) {
        ListEntry entry = get(reporter.type());
        if (entry == null) {
            return;
        }
        // One that came while the socket was parked has never met it, and would have brought the reset that is due.
        boolean owed = entry.reporter() == null && entry.resetDue();
        if (entry.reporter() == reporter || owed) {
            renew(entry, reporter, filter);
        }
    }

    /// Off all lists at once, also for a cut that is under way; what the socket holds, it will be told to forget, whether or not its
    /// reporters are still there by then.
    void park(Filter filter) {
        disowned = reading;
        for (ListEntry entry : List.copyOf(entries.values())) {
            renew(entry, entry.reporter(), filter);
        }
        closeLeaving();
    }

    /// Off all lists, for good, also for a cut that is under way: that is over when its reader says so.
    void close() {
        entries.values().forEach(this::leave);
        entries.clear();
        closeLeaving();
    }

    /// Begins the next cut where the entries stand.
    void begin(Filter filter, boolean first, int generation) {
        if (moved) {
            cut.use(listed().stream().map(this::source).toList());
            moved = false;
        }
        cut.begin(filter, first, generation);
        reading = true;
        disowned = false;
    }

    /// Whether the entries stand where the cut is read from.
    boolean stand() {
        return !moved;
    }

    boolean isReading() {
        return reading;
    }

    /// The socket has been given the cut.
    void delivered() {
        for (CutSource source : cut.sources()) {
            if (disowned) {
                continue;
            }
            if (source.isOut()) {
                forgotten(source);
            } else {
                delivered(source);
            }
        }
        end();
    }

    private void delivered(CutSource source) {
        ListEntry entry = source.entry();
        // Another one than the source's when it came meanwhile: that is the one which is called then.
        ListedReporter called = Objects.requireNonNullElse(entry.reporter(), source.reporter());
        try {
            // Entries that were replaced meanwhile have left the map; moving them does no harm.
            entry.delivered(cut.version(), source, cut.filter());
        } catch (RuntimeException | LinkageError e) {
            failed(called, e);
        }
        ListedReporter reporter = entry.reporter();
        if (reporter != null && reporter.isFarewell()) {
            leave(entry);
        }
    }

    /// The end of the cut has told the reset that is due.
    private void forgotten(CutSource source) {
        ListEntry present = get(source.entry().type());
        if (present != null && source.isToldOut()) {
            ListedReporter reporter = present.reporter();
            if (reporter != null && reporter.isFarewell()) {
                leave(present);
            }
            present.forgotten();
        }
    }

    /// The socket was given a part of the cut, and the rest was taken away.
    ///
    /// @return false when that was because the socket was parked: then the cut counted for nothing anyway
    boolean voided() {
        if (!disowned) {
            for (CutSource source : cut.sources()) {
                source.entry().voided();
            }
        }
        end();
        return !disowned;
    }

    /// The cut is over: the places that were kept for it can go.
    void end() {
        reading = false;
        closeLeaving();
        rest();
    }

    /// Failures since the last call.
    List<Failure> takeFailures() {
        List<Failure> taken = failures;
        failures = List.of();
        return taken;
    }

    /// Words of the types on whose lists the socket is, parents first.
    List<String> words() {
        return listed().stream()
                .filter(entry -> !Objects.requireNonNull(entry.reporter()).isFarewell())
                .map(entry -> entry.type().word())
                .toList();
    }

    /// The oldest version up to which a type has been read.
    long cursor(long newest) {
        return listed().stream().mapToLong(ListEntry::cursor).min().orElse(newest);
    }

    long coalesced() {
        return entries.values().stream().mapToLong(ListEntry::coalesced).sum();
    }

    /// The entries that are on a list, parents first.
    private List<ListEntry> listed() {
        return entries.values().stream()
                .filter(entry -> entry.reader() != null)
                .sorted(Comparator.comparing(ListEntry::type))
                .toList();
    }

    private CutSource source(ListEntry entry) {
        return new CutSource(entry, Objects.requireNonNull(entry.reporter()), Objects.requireNonNull(entry.reader()), failure);
    }

    /// RTS_UNREGISTER; when a cut is under way that is read from this list, as soon as it is over.
    private void leave(ListEntry entry) {
        RecordReader left = entry.unregister();
        if (left != null) {
            moved = true;
            if (reading && cut.reads(left)) {
                leaving.add(left);
            } else {
                PlugIn.close(left);
            }
            rest();
        }
    }

    /// Between two cuts nothing is kept of the lists that the entries have left, so that the bundle of a reporter can go although the
    /// socket, idle or parked, begins no other cut.
    private void rest() {
        if (moved && !reading) {
            cut.letGo();
        }
    }

    /// Puts a place in the stead of another, from nothing and off all lists. A reset that is due is told by a farewell, unless somebody
    /// comes who can do so.
    private void renew(ListEntry entry, @Nullable ListedReporter reporter, Filter filter) {
        MessageType type = entry.type();
        leave(entry);
        ListEntry anew = new ListEntry(type, socket, wakeup, 0, entry.isHeld() || isBeingRead(type), filter);
        entries.put(type.number(), anew);
        if (reporter != null && anew.resetDue()) {
            bidFarewell(anew, reporter);
        }
    }

    private void bidFarewell(ListEntry entry, ListedReporter reporter) {
        entry.register(ListedReporter.farewell(reporter));
        moved = true;
    }

    private boolean isBeingRead(MessageType type) {
        return reading && cut.reads(type);
    }

    private void failed(ListedReporter reporter, Throwable thrown) {
        failures = new ArrayList<>(failures);
        failures.add(new Failure(reporter, thrown));
    }

    private void closeLeaving() {
        for (int i = 0; i < leaving.size(); i++) {
            PlugIn.close(leaving.get(i));
        }
        leaving.clear();
    }
}
