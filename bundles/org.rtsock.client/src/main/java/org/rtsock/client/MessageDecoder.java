// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// Turns the frames that are no replies into messages. One for a connection, because the appliance describes a type once on each. One
/// thread.
final class MessageDecoder {
    private static final int DELETES = 1;
    private static final int VALUES = 2;

    private final FrameChannel frames;
    private final Map<Integer, TypeDescriptor> described = new HashMap<>();
    private long epoch;
    /// Which part of the present span its records belong to: [#DELETES] or [#VALUES], 0 outside of one.
    private int part;
    private int spanType;
    private long from;

    MessageDecoder(FrameChannel frames) {
        this.frames = frames;
    }

    /// A cut begins: what came of one that has no mark does not count.
    void beginCut() {
        part = 0;
    }

    /// The message that a frame is.
    ///
    /// @return null when it only says how to read those that follow
    @Nullable StreamMessage decode(int offset) throws ProtocolException {
        ByteBuffer buffer = frames.received();
        long version = Frame.kernelVersion(buffer, offset);
        Operation operation = frames.decode(offset, in -> Operation.of(Frame.operation(buffer, offset)));
        return switch (operation) {
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
            // A record never has an errno.
            case ADD -> Frame.errno(buffer, offset) == 0 ? event(offset, version) : notice(operation, offset);
            case CHANGE, DELETE -> event(offset, version);
            case MISS, RESOLVE, LOSING -> notice(operation, offset);
            case DESYNC -> new StreamMessage.Desync(frames.decode(offset, FieldReader::u64));
            case GET, LOCK, LISTEN, INFO, DUMP, OPTION -> throw new ProtocolException(
                    "the appliance sent operation " + Frame.operation(buffer, offset) + " in a stream");
        };
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

    private StreamMessage notice(Operation operation, int offset) throws ProtocolException {
        ByteBuffer buffer = frames.received();
        TypeDescriptor type = noticeType(offset);
        int errno = Frame.errno(buffer, offset);
        return frames.decode(
                offset,
                in -> new StreamMessage.Notice(
                        operation,
                        type,
                        in.u32(),
                        in.requiredPrefix(),
                        operation == Operation.MISS ? null : FieldValues.read(type.fields(), in),
                        errno == 0 ? null : Errno.of(errno),
                        Frame.cause(buffer, offset)));
    }

    /// A notice may come before any record of its type, and so before the type's description.
    private TypeDescriptor noticeType(int offset) throws ProtocolException {
        int number = Frame.type(frames.received(), offset);
        if (number == MessageType.ROUTE.number()) {
            return described.getOrDefault(number, new RouteCodec().descriptor());
        }
        if (number == MessageType.REDIRECT.number()) {
            return described.getOrDefault(number, new RedirectCodec().descriptor());
        }
        throw new ProtocolException("the appliance sent a notice of message type " + number);
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
