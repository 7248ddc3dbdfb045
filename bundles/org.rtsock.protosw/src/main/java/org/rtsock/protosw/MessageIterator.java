// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;

/// The messages of a cut, decoded one by one.
final class MessageIterator implements Iterator<RoutingMessage> {
    private final DrainedCut cut;
    private final FieldReader reader = new FieldReader();
    private @Nullable RoutingMessage next;
    private boolean inPart;
    private boolean marked;

    MessageIterator(DrainedCut cut) {
        this.cut = cut;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !marked) {
            next = advance();
        }
        return next != null;
    }

    @Override
    public RoutingMessage next() {
        RoutingMessage message = hasNext() ? next : null;
        if (message == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return message;
    }

    private RoutingMessage advance() {
        while (true) {
            if (!inPart || !cut.records().next()) {
                if (!cut.nextPart()) {
                    marked = true;
                    return new RoutingMessage.Mark(cut.epoch(), cut.version(), cut.snapshot());
                }
                inPart = cut.part() != Part.RESET;
                if (!inPart) {
                    return new RoutingMessage.Reset(cut.descriptor().type(), cut.version());
                }
            } else {
                RoutingObject object = object(cut.records());
                if (object != null) {
                    return event(object, cut.records());
                }
                inPart = false;
            }
        }
    }

    /// @return null when the codec failed, which is its reporter's affair: the type is out, and the cut goes on with the next part
    private @Nullable RoutingObject object(RecordCursor record) {
        try {
            return Objects.requireNonNull(cut.codec().decode(reader.resetToFrame(record.buffer(), record.offset())), "decoded to null");
        } catch (Throwable e) {
            cut.failed(e);
            return null;
        }
    }

    private RoutingMessage event(RoutingObject object, RecordCursor record) {
        ByteBuffer buffer = record.buffer();
        int offset = record.offset();
        return new RoutingMessage.Event(
                operation(buffer, offset), object, Frame.kernelVersion(buffer, offset), Frame.cause(buffer, offset));
    }

    /// As this listener sees it: the record itself says what the commit did.
    private Operation operation(ByteBuffer buffer, int offset) {
        if (cut.part() == Part.DELETES) {
            return Operation.DELETE;
        }
        return Frame.born(buffer, offset) > cut.from() ? Operation.ADD : Operation.CHANGE;
    }
}
