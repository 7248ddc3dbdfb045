// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.rtsock.api.Errno;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;

/// As a daemon in C would read: frames in place, by the wire format (`docs/wire-format.md`), without an object for any.
final class FrameStream implements RouteStream {
    private static final int CAPACITY = 1 << 20;
    private static final int QUESTION_LENGTH = 16;
    private static final int ANSWER_LENGTH = 8;
    private static final byte PART_DELETES = 1;

    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    /// Flipped: from position to limit what came and was not read.
    private final ByteBuffer received = ByteBuffer.allocateDirect(CAPACITY).order(Frame.ORDER).limit(0);

    private final FieldReader span = new FieldReader();
    private boolean deletes;
    private long from;

    FrameStream(Path socket) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(socket));
        byte[] question = new byte[QUESTION_LENGTH];
        byte[] text = "rtsock\1\0rts".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, question, 0, text.length);
        write(ByteBuffer.wrap(question));
        need(ANSWER_LENGTH);
        received.position(received.position() + ANSWER_LENGTH);
    }

    @Override
    public void subscribe() throws IOException {
        FieldWriter payload = new FieldWriter().reset().u32(MessageType.ROUTE.flag()).u16(0);
        Filter.NONE.write(payload);
        payload.u64(0).u64(0);
        ByteBuffer frame = ByteBuffer.allocate(Frame.lengthFor(payload.length())).order(Frame.ORDER);
        Frame.putHeader(frame, 0, Operation.LISTEN, MessageType.NOP.number(), 0, 0, payload.length());
        payload.copyTo(frame, Frame.HEADER_LENGTH);
        write(frame);
    }

    @Override
    public long readToMark(RouteTally tally) throws IOException {
        while (true) {
            need(Frame.HEADER_LENGTH);
            int offset = received.position();
            int length = Frame.length(received, offset);
            if (received.remaining() < length) {
                need(length);
                offset = received.position();
            }
            received.position(offset + length);
            if (read(offset, tally)) {
                return Frame.kernelVersion(received, offset);
            }
        }
    }

    /// @return whether it was a mark
    private boolean read(int offset, RouteTally tally) {
        Operation operation = Operation.of(Frame.operation(received, offset));
        switch (operation) {
            case ADD, CHANGE, DELETE -> {
                if (deletes) {
                    tally.delete(received, offset);
                } else {
                    tally.value(received, offset, from);
                }
            }
            case SPAN -> {
                span.resetToFrame(received, offset);
                deletes = span.u8() == PART_DELETES;
                from = span.u64();
            }
            case RESET -> tally.reset();
            case MARK -> tally.mark(Frame.kernelVersion(received, offset));
            case LISTEN -> accepted(Frame.errno(received, offset));
            case DESCRIBE, GET, LOCK, INFO -> {}
        }
        return operation == Operation.MARK;
    }

    private static void accepted(int errno) {
        if (errno != 0) {
            throw new AssertionError("the subscription was refused: " + Errno.of(errno));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Waits until so many bytes stand at the position, which may move.
    private void need(int count) throws IOException {
        while (received.remaining() < count) {
            received.compact();
            int read = channel.read(received);
            received.flip();
            if (read < 0) {
                throw new EOFException("the appliance closed the connection");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
