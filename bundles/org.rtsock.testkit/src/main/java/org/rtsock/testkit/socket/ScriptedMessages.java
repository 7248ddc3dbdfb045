// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.wire.Frame;

/// The messages of a scripted cut, decoded one by one. There is always one more until the mark has been given.
final class ScriptedMessages implements Iterator<RoutingMessage> {
    private final ScriptedCut cut;
    private boolean inRecords;
    private boolean marked;

    ScriptedMessages(ScriptedCut cut) {
        this.cut = cut;
    }

    @Override
    public boolean hasNext() {
        return !marked;
    }

    @Override
    public RoutingMessage next() {
        if (marked) {
            throw new NoSuchElementException();
        }
        while (!inRecords || !cut.records().next()) {
            if (!cut.nextPart()) {
                marked = true;
                return new RoutingMessage.Mark(cut.epoch(), cut.version(), cut.snapshot());
            }
            inRecords = cut.part() != Part.RESET;
            if (!inRecords) {
                return new RoutingMessage.Reset(cut.descriptor().type(), cut.version());
            }
        }
        return event(cut.records());
    }

    private RoutingMessage event(RecordCursor record) {
        ByteBuffer buffer = record.buffer();
        int offset = record.offset();
        return new RoutingMessage.Event(
                operation(buffer, offset), cut.object(), Frame.kernelVersion(buffer, offset), Frame.cause(buffer, offset));
    }

    private Operation operation(ByteBuffer buffer, int offset) {
        if (cut.part() == Part.DELETES) {
            return Operation.DELETE;
        }
        return Frame.born(buffer, offset) > cut.from() ? Operation.ADD : Operation.CHANGE;
    }
}
