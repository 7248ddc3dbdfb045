// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;

/// Sends requests. One thread at a time.
final class FrameWriter {
    private static final int PID = (int) ProcessHandle.current().pid();

    private final WritableByteChannel channel;
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(Frame.MAX_LENGTH).order(Frame.ORDER);

    FrameWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /// Sends a request, and waits until it is out of the process.
    void send(Operation operation, MessageType type, int seq, FieldWriter payload) throws IOException {
        payload.copyTo(outgoing, Frame.HEADER_LENGTH);
        send(operation, type, 0, seq, payload.length());
    }

    /// The same for a payload that stands in an array.
    void send(Operation operation, int flags, int seq, byte[] payload, int length) throws IOException {
        outgoing.put(Frame.HEADER_LENGTH, payload, 0, length);
        send(operation, MessageType.NOP, flags, seq, length);
    }

    private void send(Operation operation, MessageType type, int flags, int seq, int payloadLength) throws IOException {
        int length = Frame.putHeader(outgoing, 0, operation, type.number(), flags, 0, payloadLength);
        outgoing.putInt(Frame.PID_OFFSET, PID).putInt(Frame.SEQ_OFFSET, seq);
        outgoing.position(0).limit(length);
        try {
            while (outgoing.hasRemaining()) {
                channel.write(outgoing);
            }
        } finally {
            outgoing.clear();
        }
    }
}
