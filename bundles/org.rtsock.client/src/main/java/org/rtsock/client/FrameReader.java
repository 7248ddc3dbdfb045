// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Function;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;

/// Walks the frames that an appliance sends, where they stand in the buffer: no object is made for any. Everything else in this library
/// that hears an appliance hears it through one of these.
///
/// [#next] steps to a frame and says what it is; the other methods tell of that frame, until the next step. Of a record they tell what it
/// is to *this* listener: the spans that say so are followed here. One thread; [#close] from any, and it ends a step that waits.
public final class FrameReader implements Closeable {
    /// What a frame is.
    public enum Kind {
        /// An object that came, changed or went: part of a cut or a dump.
        RECORD,
        /// End of a cut.
        MARK,
        /// All objects of the type are to be forgotten.
        RESET,
        /// The records that follow are of one type. Nothing to do: [#operation] of these knows.
        SPAN,
        /// The payload is the [org.rtsock.api.wire.TypeDescriptor] of a message type.
        DESCRIBE,
        /// Something that left no state behind: MISS, RESOLVE, LOSING, or ADD of a refused redirect.
        NOTICE,
        /// Notices or replies were lost; the payload is a U64, how many.
        DESYNC,
        /// An answer to the request whose seq it has, or a part of one.
        REPLY
    }

    /// Two frames of the largest size: a whole one always fits behind the rest of another.
    static final int LEAST_CAPACITY = 1 << 17;

    private static final int NONE = 0;
    private static final int DELETES = 1;
    private static final int VALUES = 2;

    private final ReadableByteChannel channel;
    /// Bytes from `unread` to `end` came and were not given out. Position and limit mean nothing between calls.
    private final ByteBuffer received;

    private final FieldReader payload = new FieldReader();
    private int unread;
    private int end;
    /// Where the present frame starts.
    private int offset;
    private Operation operation = Operation.MARK;
    /// Which part of the present span its records belong to: [#DELETES] or [#VALUES], [#NONE] outside of one.
    private int part;
    private int spanType;
    private long from;
    private long epoch;

    /// @param channel leads to a socket of protocol `rts`; a read is given room for one frame of the largest size at least
    public FrameReader(ReadableByteChannel channel) {
        this(channel, LEAST_CAPACITY);
    }

    /// @param capacity of the buffer, bytes, 131072 at least. Large ones save reads when much comes at once
    public FrameReader(ReadableByteChannel channel, int capacity) {
        if (capacity < LEAST_CAPACITY) {
            throw new IllegalArgumentException("a buffer of " + capacity + " bytes is less than two of the largest frames");
        }
        this.channel = channel;
        received = ByteBuffer.allocateDirect(capacity).order(Frame.ORDER);
    }

    /// Waits for the next frame and steps to it.
    ///
    /// @throws EOFException      when the appliance has closed the connection
    /// @throws ProtocolException when the bytes are no frame, or one that has no place here; there is no way to go on then
    public Kind next() throws IOException {
        int length;
        while ((length = wholeFrame()) == 0) {
            fill();
        }
        offset = unread;
        unread += length;
        return enter();
    }

    /// Whether a whole frame stands in the buffer, so that [#next] will not wait.
    public boolean ready() throws ProtocolException {
        return wholeFrame() > 0;
    }

    private Kind enter() throws ProtocolException {
        int number = Frame.operation(received, offset);
        if ((Frame.flags(received, offset) & Frame.FLAG_REPLY) != 0) {
            operation = known(number);
            return Kind.REPLY;
        }
        return switch (number) {
            // A record never has an errno.
            case 1 -> Frame.errno(received, offset) == 0 ? enterRecord() : of(Kind.NOTICE, Operation.ADD);
            case 2, 3 -> enterRecord();
            case 5, 7, 11 -> of(Kind.NOTICE, known(number));
            case 32 -> {
                part = NONE;
                epoch = Frame.born(received, offset);
                yield of(Kind.MARK, Operation.MARK);
            }
            case 33 -> {
                // A cut that became void ends in the middle of a span, without a mark.
                part = NONE;
                epoch = Frame.born(received, offset);
                yield of(Kind.RESET, Operation.RESET);
            }
            case 34 -> {
                enterSpan();
                yield of(Kind.SPAN, Operation.SPAN);
            }
            case 35 -> of(Kind.DESCRIBE, Operation.DESCRIBE);
            case 38 -> of(Kind.DESYNC, Operation.DESYNC);
            default -> throw new ProtocolException("the appliance sent operation " + number + " in a stream");
        };
    }

    private static Operation known(int number) throws ProtocolException {
        try {
            return Operation.of(number);
        } catch (RoutingException e) {
            throw nonsense(e);
        }
    }

    private Kind of(Kind kind, Operation its) {
        operation = its;
        return kind;
    }

    private Kind enterRecord() throws ProtocolException {
        if (part == NONE || Frame.type(received, offset) != spanType) {
            throw new ProtocolException("the appliance sent a record of message type " + type() + " outside of its span");
        }
        operation = part == DELETES
                ? Operation.DELETE
                : Frame.born(received, offset) > from ? Operation.ADD : Operation.CHANGE;
        return Kind.RECORD;
    }

    private void enterSpan() throws ProtocolException {
        epoch = Frame.born(received, offset);
        spanType = Frame.type(received, offset);
        try {
            part = payload().u8();
            from = payload.u64();
        } catch (RoutingException e) {
            throw nonsense(e);
        }
        if (part != DELETES && part != VALUES) {
            throw new ProtocolException("the appliance sent a span of part " + part);
        }
    }

    /// What was heard of a cut or a dump that did not come to its mark is void: the next record needs a span of its own.
    public void leaveSpan() {
        part = NONE;
    }

    /// The buffer in which the frames stand, little endian. To be read at absolute offsets only.
    public ByteBuffer buffer() {
        return received;
    }

    /// Where the frame starts in the [#buffer]; its fields are read by [Frame].
    public int offset() {
        return offset;
    }

    /// Where the payload starts in the [#buffer].
    public int payloadOffset() {
        return Frame.payloadOffset(received, offset);
    }

    /// Length of the payload, bytes.
    public int payloadLength() {
        return Frame.payloadLength(received, offset);
    }

    /// The payload, from its beginning. It is one and the same reader each time.
    public FieldReader payload() {
        return payload.resetToFrame(received, offset);
    }

    /// Number of the message type.
    public int type() {
        return Frame.type(received, offset);
    }

    /// What happened. Of a record: ADD, CHANGE or DELETE as it concerns this listener.
    public Operation operation() {
        return operation;
    }

    /// The commit that made this value; of marks and resets the version that the cut leads to; of a reply that of the commit.
    public long version() {
        return Frame.kernelVersion(received, offset);
    }

    /// Of a record: the commit in which the object was born.
    public long born() {
        return Frame.born(received, offset);
    }

    /// The life of the kernel that the versions belong to, as the last span, reset or mark said.
    public long epoch() {
        return epoch;
    }

    /// `FLAG_` bits of [Frame].
    public int flags() {
        return Frame.flags(received, offset);
    }

    /// Of a mark: whether it ends the first cut after a subscription, or a dump.
    public boolean snapshot() {
        return (flags() & Frame.FLAG_SNAPSHOT) != 0;
    }

    /// Of a reply: whether it has more frames.
    public boolean more() {
        return (flags() & Frame.FLAG_MORE) != 0;
    }

    /// 0 for none.
    public int errno() {
        return Frame.errno(received, offset);
    }

    /// Who asked for the change; of a reply the requester.
    public int pid() {
        return Frame.pid(received, offset);
    }

    /// The requester's sequence number.
    public int seq() {
        return Frame.seq(received, offset);
    }

    /// Where the change came in, as bytes: the first character in the lowest, see [Frame#unpackOrigin].
    public long origin() {
        return received.getLong(offset + Frame.ORIGIN_OFFSET);
    }

    /// Pid, seq and origin as an object, which is made for it.
    public Cause cause() {
        return Frame.cause(received, offset);
    }

    /// Decodes the payload. Bytes that are not what they should be are the appliance's fault, not a refusal of a request.
    ///
    /// @throws ProtocolException in place of the [RoutingException] that the decoder throws
    public <T> T decode(Function<FieldReader, T> decoder) throws ProtocolException {
        try {
            return decoder.apply(payload());
        } catch (RoutingException e) {
            throw nonsense(e);
        }
    }

    /// Throws what a reply refuses, if it does.
    ///
    /// @throws RoutingException the errno of the reply and its text
    public void checkRefusal() throws ProtocolException {
        int errno = errno();
        if (errno != 0) {
            boolean explained = payloadLength() > 0;
            throw new RoutingException(
                    Errno.of(errno), explained ? decode(FieldReader::text) : Errno.of(errno).text());
        }
    }

    /// The exception for bytes that have no sense.
    static ProtocolException nonsense(RoutingException why) {
        ProtocolException nonsense = new ProtocolException("the appliance sent bytes that make no sense: " + why.getMessage());
        nonsense.initCause(why);
        return nonsense;
    }

    /// Length of the frame that starts at `unread`, 0 while it is not whole.
    private int wholeFrame() throws ProtocolException {
        if (end - unread < Frame.HEADER_LENGTH) {
            return 0;
        }
        int length = Frame.length(received, unread);
        if (length < Frame.HEADER_LENGTH || length > Frame.MAX_LENGTH || length % 8 != 0) {
            throw new ProtocolException("the appliance sent a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        int version = received.get(unread + Frame.VERSION_OFFSET) & 0xff;
        if (version != Frame.VERSION) {
            throw new ProtocolException("the appliance sent a frame of version " + version + ", not " + Frame.VERSION);
        }
        int header = Frame.payloadOffset(received, unread) - unread;
        if (header < Frame.HEADER_LENGTH || header + Frame.payloadLength(received, unread) > length) {
            throw new ProtocolException("the appliance sent a frame whose payload reaches beyond its " + length + " bytes");
        }
        return end - unread < length ? 0 : length;
    }

    private void fill() throws IOException {
        if (unread == end) {
            unread = 0;
            end = 0;
        } else if (received.capacity() - unread < Frame.MAX_LENGTH) {
            received.limit(end).position(unread).compact();
            end -= unread;
            unread = 0;
        }
        received.limit(received.capacity()).position(end);
        int count = channel.read(received);
        received.clear();
        if (count < 0) {
            throw new EOFException("the appliance closed the connection");
        }
        end += count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
