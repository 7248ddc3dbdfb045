// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.function.BiConsumer;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.wire.Filter;

/// The records of one type in the cuts of one socket. Made for a place on a list and used for every cut that is read from there; entries
/// move on under the lock of their subscription, a cut does not.
///
/// Belongs to the socket's receiving thread.
final class CutSource {
    private final ListEntry entry;
    private final ListedReporter reporter;
    private final RecordReader reader;
    private final BiConsumer<ListedReporter, Throwable> failure;
    private final FilteredCursor records;
    private long from;
    private boolean reset;
    /// By which filter the listener holds the type, and the one of this cut: the same object unless they differ.
    private Filter held = Filter.NONE;
    private Filter wanted = Filter.NONE;
    private long reports;
    /// The reporter broke; nothing more comes from it.
    private boolean out;
    /// The listener has been told so by the end of the cut.
    private boolean toldOut;

    /// @param failure is told when the reporter or its codec throws, apart from ESTALE
    CutSource(ListEntry entry, ListedReporter reporter, RecordReader reader, BiConsumer<ListedReporter, Throwable> failure) {
        this.entry = entry;
        this.reporter = reporter;
        this.reader = reader;
        this.failure = failure;
        this.records = new FilteredCursor(reporter.codec(), this::failed);
    }

    ListEntry entry() {
        return entry;
    }

    RecordReader reader() {
        return reader;
    }

    ListedReporter reporter() {
        return reporter;
    }

    FilteredCursor records() {
        return records;
    }

    /// Version from which the type is read.
    long from() {
        return from;
    }

    /// Whether the listener must forget what it holds of the type.
    boolean reset() {
        return reset;
    }

    /// Changes that the reporter had been told of when the records were taken hold of.
    long reports() {
        return reports;
    }

    /// See [FilteredCursor#walked].
    long walked() {
        return records.walked();
    }

    /// Begins a cut where the entry stands. Under the lock of the subscription.
    void begin(Filter filter) {
        from = entry.cursor();
        reset = entry.resetDue();
        toldOut = false;
        wanted = filter;
        held = from == 0 || entry.held().equals(filter) ? filter : entry.held();
        records.begin(held, wanted, from);
    }

    /// Whether a cut to a version could hold anything of the type.
    boolean leadsTo(long version) {
        return reset || held != wanted || from < version;
    }

    /// Takes hold of the records for a cut. When it is told that the place is lost, the type stays reset, even if it takes hold once more.
    ///
    /// @return false when the cut needs records that are not there any more: it must lead to a later version
    boolean hold(long version) {
        if (out) {
            return true;
        }
        try {
            return holdRecords(version);
        } catch (Throwable e) {
            failed(e);
            return true;
        }
    }

    private boolean holdRecords(long version) {
        if (!reader.hold(version) && !reset) {
            reset = true;
            from = 0;
            held = wanted;
            records.begin(held, wanted, from);
        }
        reports = reporter.reporter().reports();
        return reader.compactedAt() <= version;
    }

    /// Nothing can be had from the reporter any more, whatever it or its codec threw: an error of a plug-in is not the listener's. Only
    /// what is nobody's fault passes on.
    void failed(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError exhausted) {
            records.voided();
            throw exhausted;
        }
        out = true;
        failure.accept(reporter, thrown);
    }

    /// Whether nothing more can be had from the reporter.
    boolean isOut() {
        return out;
    }

    /// Whether the listener has been told at the end of the cut.
    boolean isToldOut() {
        return toldOut;
    }

    void tellOut() {
        toldOut = true;
    }

    /// Begins a part of a cut to a version.
    ///
    /// @return whether there is a record in it
    boolean open(Admission kind, long version) {
        return !out && mayHold(kind, version) && find(kind, version);
    }

    /// What can be told without a look at the records. A change of the filter costs a walk over all that stands, so one that only widens or
    /// only drops the filter is not walked twice.
    private boolean mayHold(Admission kind, long version) {
        return switch (kind) {
            case GONE -> from > 0 && from < version;
            case HIDDEN -> held != wanted && wanted != Filter.NONE;
            case SHOWN -> held != wanted && held != Filter.NONE;
            case STANDING -> from < version;
        };
    }

    private boolean find(Admission kind, long version) {
        try {
            RecordCursor all = switch (kind) {
                case GONE -> reader.deletes(from, version);
                case HIDDEN, SHOWN -> reader.values(0, version);
                case STANDING -> reader.values(from, version);
            };
            return records.open(kind, all);
        } catch (Throwable e) {
            records.ended(e);
            return false;
        }
    }
}
