// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;

/// The records of one part of a cut: those of a reporter's cursor that fit an [Admission], with a look at whether there is one. Used again
/// for each part of its type. Belongs to the socket's receiving thread.
final class FilteredCursor implements RecordCursor {
    private final ObjectCodec<?> codec;
    private final Consumer<Throwable> failure;
    private final FieldReader fields = new FieldReader();
    private RecordCursor records = EmptyCursor.INSTANCE;
    private Admission admission = Admission.STANDING;
    private Filter held = Filter.NONE;
    private Filter wanted = Filter.NONE;
    private long from;
    /// No record needs to be looked into.
    private boolean everything;
    private long walked;
    /// The cursor stands on a record that [#next] has not handed out yet.
    private boolean ahead;
    private boolean stale;

    /// @param failure is told when the reporter or its codec throws, apart from ESTALE
    FilteredCursor(ObjectCodec<?> codec, Consumer<Throwable> failure) {
        this.codec = codec;
        this.failure = failure;
    }

    /// Begins a cut.
    ///
    /// @param heldFilter   F1
    /// @param wantedFilter F2
    /// @param cursor       c
    void begin(Filter heldFilter, Filter wantedFilter, long cursor) {
        records = EmptyCursor.INSTANCE;
        held = heldFilter;
        wanted = wantedFilter;
        from = cursor;
        walked = 0;
        stale = false;
    }

    /// Begins a part.
    ///
    /// @return whether [#next] will find a record
    boolean open(Admission kind, RecordCursor all) {
        records = all;
        admission = kind;
        everything = switch (kind) {
            case GONE -> isAll(held);
            case STANDING -> isAll(wanted) && (from == 0 || isAll(held));
            case HIDDEN, SHOWN -> false;
        };
        ahead = step();
        return ahead;
    }

    /// Records looked at that were reported after the cursor. Those of [Admission#HIDDEN] and [Admission#SHOWN] were not.
    long walked() {
        return walked;
    }

    /// Whether records were taken away in the middle of a walk, or could not be read for want of memory.
    boolean isStale() {
        return stale;
    }

    @Override
    public boolean next() {
        if (ahead) {
            ahead = false;
            return true;
        }
        return step();
    }

    @Override
    public ByteBuffer buffer() {
        return records.buffer();
    }

    @Override
    public int offset() {
        return records.offset();
    }

    /// The walk ends here, and the cut is void: nobody knows what of it was given.
    void voided() {
        records = EmptyCursor.INSTANCE;
        stale = true;
    }

    /// Ends the walk after an exception: with ESTALE it passes on, since the cut is void; any other is the reporter's failure, and there
    /// are no more records.
    void ended(Throwable e) {
        records = EmptyCursor.INSTANCE;
        if (e instanceof RoutingException refusal && refusal.errno() == Errno.ESTALE) {
            voided();
            throw refusal;
        }
        failure.accept(e);
    }

    private boolean step() {
        int reported = admission == Admission.GONE || admission == Admission.STANDING ? 1 : 0;
        try {
            while (records.next()) {
                walked += reported;
                if (everything || admitted()) {
                    return true;
                }
            }
            return false;
        } catch (Throwable e) {
            ended(e);
            return false;
        }
    }

    private boolean admitted() {
        return switch (admission) {
            case GONE -> admits(held);
            case HIDDEN -> !isNew() && admits(held) && !admits(wanted);
            case SHOWN -> !isNew() && admits(wanted) && !admits(held);
            case STANDING -> admits(wanted) && (held == wanted || isNew() || admits(held));
        };
    }

    private boolean isNew() {
        return Frame.born(records.buffer(), records.offset()) > from;
    }

    private boolean admits(Filter filter) {
        return isAll(filter) || codec.admits(filter, fields.resetToFrame(records.buffer(), records.offset()));
    }

    /// [Subscription] keeps no other filter that lets everything through.
    private static boolean isAll(Filter filter) {
        return filter == Filter.NONE;
    }
}
