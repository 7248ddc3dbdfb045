// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.function.Function;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;

/// Cuts a byte stream into frames, and writes frames. One thread; [#close] from any.
final class FrameChannel implements Closeable {
    /// Two frames of the largest size: a whole one always fits behind the rest of another.
    private static final int CAPACITY = 1 << 17;

    private static final int PID = (int) ProcessHandle.current().pid();

    private final ByteChannel channel;
    /// Bytes from `unread` to `end` came and were not given out. Position and limit mean nothing between calls.
    private final ByteBuffer received = ByteBuffer.allocateDirect(CAPACITY).order(Frame.ORDER);

    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(Frame.MAX_LENGTH).order(Frame.ORDER);
    private final FieldReader reader = new FieldReader();
    private int unread;
    private int end;

    FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /// Waits for the next frame.
    ///
    /// @return where it starts in [#received()], until the next call
    /// @throws EOFException when the appliance has closed the connection
    int next() throws IOException {
        int length;
        while ((length = wholeFrame()) == 0) {
            fill();
        }
        int offset = unread;
        unread += length;
        return offset;
    }

    /// The bytes that [#next] speaks of.
    ByteBuffer received() {
        return received;
    }

    /// Decodes the payload of a frame. Bytes that are not what they should be are the appliance's fault, not a refusal of the request.
    ///
    /// @throws ProtocolException in place of what the decoder throws
    <T> T decode(int offset, Function<FieldReader, T> decoder) throws ProtocolException {
        try {
            return decoder.apply(reader.resetToFrame(received, offset));
        } catch (RoutingException e) {
            ProtocolException nonsense = new ProtocolException("the appliance sent bytes that make no sense: " + e.getMessage());
            nonsense.initCause(e);
            throw nonsense;
        }
    }

    /// Throws what a reply refuses, if it does.
    ///
    /// @throws RoutingException the errno of the reply and its text
    void checkRefusal(int reply) throws ProtocolException {
        int errno = Frame.errno(received, reply);
        if (errno != 0) {
            boolean explained = Frame.payloadLength(received, reply) > 0;
            throw new RoutingException(
                    Errno.of(errno), explained ? decode(reply, FieldReader::text) : Errno.of(errno).text());
        }
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
        if (CAPACITY - unread < Frame.MAX_LENGTH) {
            received.limit(end).position(unread).compact();
            end -= unread;
            unread = 0;
        }
        received.limit(CAPACITY).position(end);
        int count = channel.read(received);
        if (count < 0) {
            throw new EOFException("the appliance closed the connection");
        }
        end += count;
    }

    /// Sends a request.
    void send(Operation operation, MessageType type, int seq, FieldWriter payload) throws IOException {
        int length = Frame.putHeader(outgoing, 0, operation, type.number(), 0, 0, payload.length());
        outgoing.putInt(Frame.PID_OFFSET, PID).putInt(Frame.SEQ_OFFSET, seq);
        payload.copyTo(outgoing, Frame.HEADER_LENGTH);
        outgoing.position(0).limit(length);
        while (outgoing.hasRemaining()) {
            channel.write(outgoing);
        }
        outgoing.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
