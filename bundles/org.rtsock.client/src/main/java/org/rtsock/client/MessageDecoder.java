// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// Turns the frames that are no replies into messages. One for a connection, because the appliance describes a type once on each. One
/// thread.
final class MessageDecoder {
    private final FrameReader frames;
    private final Map<Integer, TypeDescriptor> described = new HashMap<>();

    MessageDecoder(FrameReader frames) {
        this.frames = frames;
    }

    /// The message that the present frame is.
    ///
    /// @return null when it only says how to read those that follow
    @Nullable StreamMessage decode(FrameReader.Kind kind) throws ProtocolException {
        return switch (kind) {
            case RECORD -> event();
            case MARK -> new StreamMessage.Mark(frames.epoch(), frames.version(), frames.snapshot());
            case RESET -> new StreamMessage.Reset(descriptor(), frames.epoch(), frames.version());
            case NOTICE -> notice();
            case DESYNC -> new StreamMessage.Desync(frames.decode(FieldReader::u64));
            case DESCRIBE -> {
                TypeDescriptor descriptor = frames.decode(TypeDescriptor::read);
                described.put(descriptor.type().number(), descriptor);
                yield null;
            }
            case SPAN -> {
                descriptor();
                yield null;
            }
            case REPLY -> throw new IllegalArgumentException("a reply is no message");
        };
    }

    private StreamMessage event() throws ProtocolException {
        TypeDescriptor type = descriptor();
        FieldValues object = frames.decode(in -> FieldValues.read(type.fields(), in));
        return new StreamMessage.Event(
                frames.operation(), type, object, frames.epoch(), frames.version(), frames.cause());
    }

    private StreamMessage notice() throws ProtocolException {
        TypeDescriptor type = noticeType();
        Operation operation = frames.operation();
        int errno = frames.errno();
        return frames.decode(in -> new StreamMessage.Notice(
                operation,
                type,
                in.u32(),
                in.requiredPrefix(),
                operation == Operation.MISS ? null : FieldValues.read(type.fields(), in),
                errno == 0 ? null : Errno.of(errno),
                frames.cause()));
    }

    /// A notice may come before any record of its type, and so before the type's description.
    private TypeDescriptor noticeType() throws ProtocolException {
        int number = frames.type();
        if (number == MessageType.ROUTE.number()) {
            return described.getOrDefault(number, new RouteCodec().descriptor());
        }
        if (number == MessageType.REDIRECT.number()) {
            return described.getOrDefault(number, new RedirectCodec().descriptor());
        }
        throw new ProtocolException("the appliance sent a notice of message type " + number);
    }

    private TypeDescriptor descriptor() throws ProtocolException {
        TypeDescriptor descriptor = described.get(frames.type());
        if (descriptor == null) {
            throw new ProtocolException("the appliance sent message type " + frames.type() + " without its description");
        }
        return descriptor;
    }
}
