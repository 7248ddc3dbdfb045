// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A cut that is read from the reporters' views as it is walked. Belongs to the socket's receiving thread.
///
/// The walk has three rounds over the sources, which stand parents first: resets from the last to the first, deletes from the last to the
/// first, values from the first to the last. Parts without records are stepped over.
final class DrainedCut implements Cut {
    private final long epoch;
    private final long version;
    private final Pending pending;
    private final List<CutSource> sources;
    private final SwitchCounters counters;

    private int step = -1;
    private Part part = Part.RESET;
    private @Nullable CutSource source;
    private RecordCursor records = EmptyCursor.INSTANCE;
    /// The first part has been found by [#isEmpty] and not been asked for yet.
    private boolean found;

    /// @param sources parents first
    DrainedCut(long epoch, long version, Pending pending, List<CutSource> sources, SwitchCounters counters) {
        this.epoch = epoch;
        this.version = version;
        this.pending = pending;
        this.sources = sources;
        this.counters = counters;
    }

    Pending pending() {
        return pending;
    }

    /// In the order of the entries of [#pending()].
    List<CutSource> sources() {
        return sources;
    }

    /// Whether there is no reset and no record in it. Only before the walk.
    boolean isEmpty() {
        found = advance();
        return !found;
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
    public boolean snapshot() {
        return pending.first();
    }

    @Override
    public boolean nextPart() {
        if (found) {
            found = false;
            return true;
        }
        return advance();
    }

    @Override
    public Part part() {
        return part;
    }

    @Override
    public TypeDescriptor descriptor() {
        return codec().descriptor();
    }

    @Override
    public long from() {
        return present().from();
    }

    @Override
    public RecordCursor records() {
        return records;
    }

    @Override
    public Iterator<RoutingMessage> iterator() {
        return new MessageIterator(this);
    }

    /// Codec of the present part.
    ObjectCodec<?> codec() {
        return present().codec();
    }

    private CutSource present() {
        CutSource now = source;
        if (now == null) {
            throw new IllegalStateException("nextPart has not been called");
        }
        return now;
    }

    private boolean advance() {
        int rounds = 3 * sources.size();
        while (step < rounds) {
            step++;
            if (step < rounds && enter(step / sources.size(), step % sources.size())) {
                return true;
            }
        }
        return false;
    }

    /// @return whether there is anything in this part
    private boolean enter(int round, int index) {
        part = Part.values()[round];
        CutSource entered = sources.get(part == Part.VALUES ? index : sources.size() - 1 - index);
        source = entered;
        return switch (part) {
            case RESET -> {
                records = EmptyCursor.INSTANCE;
                if (entered.reset()) {
                    counters.resets.increment();
                }
                yield entered.reset();
            }
            case DELETES -> entered.from() > 0 && open(entered, entered.view().deletes(entered.from(), version));
            case VALUES -> entered.from() < version && open(entered, entered.view().values(entered.from(), version));
        };
    }

    private boolean open(CutSource entered, RecordCursor all) {
        FilteredCursor admitted = new FilteredCursor(all, entered, pending.filter());
        records = admitted;
        return admitted.hasNext();
    }
}
