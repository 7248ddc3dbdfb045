// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A cut that is read from the reporters' records as it is walked. A socket has one, used again for the next cut when this one is over.
/// Belongs to the socket's receiving thread; what is set in [#begin] is set under the lock of the [Subscription], and between two cuts
/// whoever has that lock may have it [let go][#letGo].
///
/// The walk has three rounds over the sources, which stand parents first: resets from the last to the first; deletes from the last to the
/// first, of each what is [Admission#GONE] and what is [Admission#HIDDEN]; values from the first to the last, of each what is
/// [Admission#SHOWN] and what is [Admission#STANDING]. Parts without records are stepped over. A source that turns out to be broken gives
/// nothing more; a last round tells the reset of each that did.
final class DrainedCut implements Cut {
    /// Of each source, see [#step].
    private static final int STEPS = 6;

    private static final CutSource[] NONE = {};

    private final Kernel kernel;
    private final SwitchCounters counters;

    private CutSource[] sources = NONE;
    private Filter filter = Filter.NONE;
    private boolean first;
    private int generation;
    private long version;

    /// Place in the walk: a step for the reset of each source, two for its deletes, two for its values, one for its failure.
    private int step;
    private Part part = Part.RESET;
    private boolean fromNothing;
    private @Nullable CutSource source;
    /// The first part has been found by [#isEmpty] and not been asked for yet.
    private boolean found;

    DrainedCut(Kernel kernel, SwitchCounters counters) {
        this.kernel = kernel;
        this.counters = counters;
    }

    /// The places on lists from which cuts are read from now on, parents first.
    void use(List<CutSource> places) {
        sources = places.toArray(CutSource[]::new);
    }

    /// Keeps no place until [#use]. Only between two cuts.
    void letGo() {
        sources = NONE;
        source = null;
    }

    CutSource[] sources() {
        return sources;
    }

    /// Whether the cut is read from a list of this type. Under the lock of the subscription.
    boolean reads(MessageType type) {
        for (CutSource each : sources) {
            if (each.entry().type().number() == type.number()) {
                return true;
            }
        }
        return false;
    }

    /// Whether the cut is read from this place. Under the lock of the subscription.
    boolean reads(RecordReader place) {
        for (CutSource each : sources) {
            if (each.reader() == place) {
                return true;
            }
        }
        return false;
    }

    /// Begins the next cut, where the entries of the sources stand.
    ///
    /// @param wanted         the filter now
    /// @param ofSubscription whether the next mark is the first one of a subscription
    /// @param callOfSetFlags which call of [Subscription#setFlags] it belongs to
    void begin(Filter wanted, boolean ofSubscription, int callOfSetFlags) {
        filter = wanted;
        first = ofSubscription;
        generation = callOfSetFlags;
        step = -1;
        source = null;
        found = false;
        for (CutSource each : sources) {
            each.begin(wanted);
        }
    }

    /// Whether a cut to a version could hold anything.
    boolean leadsTo(long newest) {
        boolean leads = first;
        for (CutSource each : sources) {
            leads |= each.leadsTo(newest);
        }
        return leads;
    }

    /// Takes hold of all records for a cut to a version.
    ///
    /// @return whether they can be read at that version
    boolean hold(long to) {
        version = to;
        boolean whole = true;
        for (CutSource each : sources) {
            whole &= each.hold(to);
        }
        return whole;
    }

    /// Whether there is no reset and no record in it. Only before the walk. A cut that is void already is not empty: the walk will say so.
    boolean isEmpty() {
        try {
            found = advance();
            return !found;
        } catch (RoutingException e) {
            if (isStale()) {
                return false;
            }
            throw e;
        }
    }

    /// Whether the walk has met records that were taken away. What was given of the cut is void then, and no mark may follow.
    boolean isStale() {
        CutSource present = source;
        return present != null && present.records().isStale();
    }

    Filter filter() {
        return filter;
    }

    int generation() {
        return generation;
    }

    @Override
    public long epoch() {
        return kernel.epoch();
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public boolean snapshot() {
        return first;
    }

    @Override
    public boolean nextPart() {
        if (isStale()) {
            throw new RoutingException(Errno.ESTALE, "the cut to version " + version + " is void: its records were taken away");
        }
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
        return present().reporter().descriptor();
    }

    @Override
    public long from() {
        return fromNothing ? 0 : present().from();
    }

    @Override
    public RecordCursor records() {
        return part == Part.RESET ? EmptyCursor.INSTANCE : present().records();
    }

    @Override
    public Iterator<RoutingMessage> iterator() {
        return new MessageIterator(this);
    }

    /// The codec of the present part threw: nothing more comes of its type but a reset.
    void failed(Throwable thrown) {
        present().failed(thrown);
    }

    /// Codec of the present part.
    ObjectCodec<?> codec() {
        return present().reporter().codec();
    }

    private CutSource present() {
        CutSource now = source;
        if (now == null) {
            throw new IllegalStateException("nextPart has not been called");
        }
        return now;
    }

    private boolean advance() {
        int steps = STEPS * sources.length;
        while (step < steps) {
            step++;
            if (step < steps && enter()) {
                return true;
            }
        }
        return false;
    }

    /// @return whether there is anything at this step
    private boolean enter() {
        int count = sources.length;
        if (step < count) {
            part = Part.RESET;
            source = sources[count - 1 - step];
            return enterReset(source);
        }
        if (step >= (STEPS - 1) * count) {
            part = Part.RESET;
            source = sources[STEPS * count - 1 - step];
            return enterFailed(source);
        }
        int pair = (step - count) / 2;
        boolean second = (step - count) % 2 == 1;
        if (pair < count) {
            part = Part.DELETES;
            source = sources[count - 1 - pair];
            return enter(source, second ? Admission.HIDDEN : Admission.GONE);
        }
        part = Part.VALUES;
        source = sources[pair - count];
        return enter(source, second ? Admission.STANDING : Admission.SHOWN);
    }

    private boolean enterReset(CutSource entered) {
        if (entered.reset()) {
            counters.resets.increment();
        }
        return entered.reset();
    }

    private boolean enterFailed(CutSource entered) {
        if (entered.isOut()) {
            counters.resets.increment();
            entered.tellOut();
        }
        return entered.isOut();
    }

    private boolean enter(CutSource entered, Admission kind) {
        fromNothing = kind == Admission.SHOWN;
        return entered.open(kind, version);
    }
}
