// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;

/// The record that is being made: its payload is encoded here, once, then the whole frame is laid into a block. One for all records of a
/// journal; belongs to the committing thread.
///
/// The payload is not encoded in its block straight away: its length is not known before, and copying some forty bytes costs less than
/// finding out.
final class Draft {
    private final int type;
    private final FieldWriter payload = new FieldWriter();

    /// A header as the present cause has it. All records of a commit have the same, so most of their headers is a copy.
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_LENGTH).order(Frame.ORDER);

    private @Nullable Cause cause;

    Draft(int type) {
        this.type = type;
    }

    /// Where to encode the payload of the next record.
    FieldWriter payload() {
        return payload.reset();
    }

    /// Length of the whole frame, bytes.
    int length() {
        return Frame.lengthFor(payload.length());
    }

    void cause(Cause present) {
        if (present != cause) {
            cause = present;
            Frame.putHeader(header, 0, Operation.ADD, type, 0, 0, 0);
            Frame.putCause(header, 0, present);
        }
    }

    /// Lays the frame at the end of what a block holds; the block must have room, and take the frame as a record afterwards.
    ///
    /// @return its length
    int writeTo(Block block, Operation operation, long version, long born) {
        ByteBuffer target = block.buffer();
        int offset = block.used();
        int length = length();
        // The padding first: it is less than a word, which ends where the frame ends.
        target.putLong(offset + length - Long.BYTES, 0);
        target.put(offset, header.array(), 0, Frame.HEADER_LENGTH);
        target.putInt(offset + Frame.LENGTH_OFFSET, length);
        target.put(offset + Frame.OPERATION_OFFSET, (byte) operation.number());
        target.putShort(offset + Frame.PAYLOAD_LENGTH_OFFSET, (short) payload.length());
        target.putLong(offset + Frame.KERNEL_VERSION_OFFSET, version);
        target.putLong(offset + Frame.BORN_OFFSET, born);
        payload.copyTo(target, offset + Frame.HEADER_LENGTH);
        return length;
    }
}
