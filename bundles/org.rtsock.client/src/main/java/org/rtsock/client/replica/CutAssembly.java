// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.client.FrameReader;

/// Makes the next state of what comes between two marks. What has no mark leaves no trace. Owned by the thread that reads.
final class CutAssembly {
    private final Sections sections = new Sections();
    private final ChangeLog log = new ChangeLog();
    private ReplicaState state = ReplicaState.NOTHING;
    /// Whether something of a cut has come.
    private boolean open;
    private boolean resets;
    private long records;

    /// The state at the last mark.
    ReplicaState state() {
        return state;
    }

    /// Something of a cut has come since the last mark.
    boolean isOpen() {
        return open;
    }

    /// Whether the cut under way begins types anew.
    boolean resets() {
        return resets;
    }

    /// Records of the cut under way, also those that became void.
    long records() {
        return records;
    }

    /// A cut begins.
    ///
    /// @param wanted whether somebody wants to know what it changes
    void open(boolean wanted) {
        open = true;
        resets = false;
        records = 0;
        log.begin(wanted);
    }

    /// What came since the last mark is void.
    void rollBack() {
        for (Section section : sections.all()) {
            section.rollBack();
        }
        open = false;
    }

    /// The cut under way brings all there is, of every type.
    void resetAll() {
        for (Section section : sections.all()) {
            section.reset(log);
        }
    }

    void describe(FrameReader frame) throws ProtocolException {
        sections.describe(frame.decode(TypeDescriptor::read));
    }

    void reset(FrameReader frame) throws ProtocolException {
        resets = true;
        section(frame).reset(log);
    }

    void record(FrameReader frame) throws ProtocolException {
        section(frame).apply(frame, log);
        records++;
    }

    private Section section(FrameReader frame) throws ProtocolException {
        @Nullable Section section = sections.ofType(frame.type());
        if (section == null) {
            throw new ProtocolException("the appliance sent message type " + frame.type() + " without its description");
        }
        return section;
    }

    /// The mark has come: what it ends is the state from here on.
    ///
    /// A kernel of another life has nothing to do with what is held. Types that have a reporter begin with a reset there; those that have
    /// none are forgotten here.
    ReplicaCut mark(FrameReader frame) {
        ReplicaState before = state;
        boolean anotherLife = frame.epoch() != before.epoch();
        for (Section section : sections.all()) {
            if (anotherLife && before.epoch() != 0 && !section.isReset()) {
                section.reset(log);
            }
            section.seal(log, frame.version());
        }
        state = sections.state(frame.epoch(), frame.version());
        open = false;
        return new ReplicaCut(before, state, log.changes());
    }
}
