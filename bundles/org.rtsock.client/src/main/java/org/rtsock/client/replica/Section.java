// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.client.FrameReader;

/// What a replica holds of one message type: as it was at the last mark, and as the cut under way makes it. Owned by the thread that reads.
abstract class Section {
    private final MessageType type;
    /// The cut under way brings all there is.
    private boolean reset;

    Section(MessageType type) {
        this.type = type;
    }

    final MessageType type() {
        return type;
    }

    final boolean isReset() {
        return reset;
    }

    /// Takes a record.
    ///
    /// @throws ProtocolException when it makes no sense, or does not fit what is held
    abstract void apply(FrameReader record, ChangeLog log) throws ProtocolException;

    /// Empties what is under way.
    abstract void clear();

    /// Logs what was there at the last mark and is not any more.
    abstract void logMissing(ChangeLog log, long version);

    /// The cut has come to its mark.
    abstract void publish();

    /// What came since the last mark is void.
    abstract void revert();

    final void reset(ChangeLog log) {
        log.forget(type);
        clear();
        reset = true;
    }

    final void seal(ChangeLog log, long version) {
        if (reset && log.wanted()) {
            logMissing(log, version);
        }
        publish();
        reset = false;
    }

    final void rollBack() {
        revert();
        reset = false;
    }

    /// Checks that what a record says of an object fits what is held, so that a replica is never silently wrong.
    ///
    /// @param held what is under its key
    final void check(FrameReader record, @Nullable Object held) throws ProtocolException {
        if ((record.operation() == Operation.ADD) != (held == null)) {
            throw new ProtocolException("the appliance sent " + record.operation() + " of an object of type " + type.name() + " that is "
                    + (held == null ? "not there" : "there: " + held));
        }
    }
}
