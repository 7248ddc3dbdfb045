// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;

/// A frame from a daemon, which may be anything. What a reply repeats of it can be read at once; the rest after [#check].
final class Request {
    private final ByteBuffer frame;
    private final boolean whole;

    /// @param message from position to limit; not changed
    Request(ByteBuffer message) {
        frame = message.slice().order(Frame.ORDER);
        whole = frame.limit() >= Frame.HEADER_LENGTH;
    }

    /// The number of the operation as it came, 0 when there is none.
    int operationNumber() {
        return whole ? Frame.operation(frame, 0) : 0;
    }

    /// The number of the message type as it came.
    int type() {
        return whole ? Frame.type(frame, 0) : MessageType.NOP.number();
    }

    int pid() {
        return whole ? Frame.pid(frame, 0) : 0;
    }

    int seq() {
        return whole ? Frame.seq(frame, 0) : 0;
    }

    /// What a reply repeats. Stays true when the bytes of the request are gone.
    Echo echo() {
        return new Echo(operationNumber(), type(), pid(), seq());
    }

    /// 4.4BSD's order: the length first, then the version.
    ///
    /// @throws RoutingException EINVAL or EPROTONOSUPPORT when the header cannot be trusted
    void check() {
        if (!whole) {
            throw new RoutingException(
                    Errno.EINVAL, "frame of " + frame.limit() + " bytes is shorter than its header of " + Frame.HEADER_LENGTH);
        }
        int length = Frame.length(frame, 0);
        if (length != frame.limit() || length % 8 != 0 || length > Frame.MAX_LENGTH) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "frame length " + Integer.toUnsignedString(length) + " is not a multiple of 8 from " + Frame.HEADER_LENGTH
                            + " to " + Frame.MAX_LENGTH + ", or not that of the message, " + frame.limit());
        }
        int version = frame.get(Frame.VERSION_OFFSET) & 0xff;
        if (version != Frame.VERSION) {
            throw new RoutingException(
                    Errno.EPROTONOSUPPORT, "frame version " + version + " is not " + Frame.VERSION);
        }
        int header = Frame.payloadOffset(frame, 0);
        int payload = Frame.payloadLength(frame, 0);
        if (header < Frame.HEADER_LENGTH || header + payload > length) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "header length " + header + " and payload length " + payload + " do not fit frame length " + length);
        }
    }

    /// @throws RoutingException EOPNOTSUPP for a number that is no operation
    Operation operation() {
        return Operation.of(operationNumber());
    }

    /// The first byte of the payload, -1 where there is none that can be trusted.
    int firstByte() {
        int offset = whole ? Frame.payloadOffset(frame, 0) : 0;
        boolean there = whole && Frame.payloadLength(frame, 0) > 0 && offset >= Frame.HEADER_LENGTH && offset < frame.limit();
        return there ? frame.get(offset) & 0xff : -1;
    }

    /// Flag MORE: other frames of the same request follow.
    boolean hasMore() {
        return whole && (Frame.flags(frame, 0) & Frame.FLAG_MORE) != 0;
    }

    /// The payload, from 0 on. Lent.
    ByteBuffer payloadBytes() {
        return frame.slice(Frame.payloadOffset(frame, 0), Frame.payloadLength(frame, 0)).order(Frame.ORDER);
    }

    /// Points the reader at the payload.
    FieldReader payload(FieldReader reader) {
        return reader.resetToFrame(frame, 0);
    }
}
