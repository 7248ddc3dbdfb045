// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.TypeDescriptor;

/// A subscription as its listener reads it: the state, a mark, then every change, each batch closed by a mark. One thread.
///
/// A listener that reads so slowly that the appliance takes the records of a cut away from it gets no mark for what it was given of that
/// cut: resets of all its types follow, then all there is, then a mark. The last mark is the place to resume from, whatever came after it.
public final class EventStream {
    private static final int DELETES = 1;
    private static final int VALUES = 2;

    private final FrameChannel frames;
    private final Map<Integer, TypeDescriptor> described = new HashMap<>();
    private long epoch;
    /// Which part of the present span its records belong to: [#DELETES] or [#VALUES], 0 outside of one.
    private int part;
    private int spanType;
    private long from;

    EventStream(FrameChannel frames) {
        this.frames = frames;
    }

    /// Waits for the next message.
    ///
    /// @throws RoutingException the errno with which the appliance refuses the subscription
    /// @throws IOException      when the connection broke or was closed
    public StreamMessage next() throws IOException {
        while (true) {
            int offset = frames.next();
            if ((Frame.flags(frames.received(), offset) & Frame.FLAG_REPLY) != 0) {
                // The answer to LISTEN: the first cut may overtake it, since the lists are set before the reply is queued.
                frames.checkRefusal(offset);
            } else {
                StreamMessage message = message(offset);
                if (message != null) {
                    return message;
                }
            }
        }
    }

    private @Nullable StreamMessage message(int offset) throws ProtocolException {
        ByteBuffer buffer = frames.received();
        long version = Frame.kernelVersion(buffer, offset);
        return switch (operation(offset)) {
            case DESCRIBE -> {
                TypeDescriptor descriptor = frames.decode(offset, TypeDescriptor::read);
                described.put(descriptor.type().number(), descriptor);
                yield null;
            }
            case SPAN -> {
                enterSpan(offset);
                yield null;
            }
            case RESET -> {
                // A cut that became void ends in the middle of a span, without a mark.
                part = 0;
                epoch = Frame.born(buffer, offset);
                yield new StreamMessage.Reset(descriptor(offset), epoch, version);
            }
            case MARK -> {
                part = 0;
                epoch = Frame.born(buffer, offset);
                yield new StreamMessage.Mark(epoch, version, (Frame.flags(buffer, offset) & Frame.FLAG_SNAPSHOT) != 0);
            }
            case ADD, CHANGE, DELETE -> event(offset, version);
            case GET, LOCK, LISTEN, INFO -> throw new ProtocolException(
                    "the appliance sent operation " + Frame.operation(buffer, offset) + " in a stream");
        };
    }

    private Operation operation(int offset) throws ProtocolException {
        return frames.decode(offset, in -> Operation.of(Frame.operation(frames.received(), offset)));
    }

    private void enterSpan(int offset) throws ProtocolException {
        descriptor(offset);
        epoch = Frame.born(frames.received(), offset);
        spanType = Frame.type(frames.received(), offset);
        from = frames.decode(offset, in -> {
            part = in.u8();
            in.require(part == DELETES || part == VALUES, "span of part " + part);
            return in.u64();
        });
    }

    private StreamMessage event(int offset, long version) throws ProtocolException {
        ByteBuffer buffer = frames.received();
        TypeDescriptor type = descriptor(offset);
        if (part == 0 || Frame.type(buffer, offset) != spanType) {
            throw new ProtocolException("the appliance sent a record of type " + type.type().name() + " outside of its span");
        }
        Operation operation = part == DELETES
                ? Operation.DELETE
                : Frame.born(buffer, offset) > from ? Operation.ADD : Operation.CHANGE;
        FieldValues object = frames.decode(offset, in -> FieldValues.read(type.fields(), in));
        return new StreamMessage.Event(operation, type, object, epoch, version, Frame.cause(buffer, offset));
    }

    private TypeDescriptor descriptor(int offset) throws ProtocolException {
        int number = Frame.type(frames.received(), offset);
        TypeDescriptor descriptor = described.get(number);
        if (descriptor == null) {
            throw new ProtocolException("the appliance sent message type " + number + " without its description");
        }
        return descriptor;
    }
}
