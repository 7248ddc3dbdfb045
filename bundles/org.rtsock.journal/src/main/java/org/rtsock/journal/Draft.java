// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import java.nio.ByteBuffer;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;

/// Makes records: encodes an object once, then lays the frame into a block. One for all records of a journal; belongs to the committing
/// thread.
final class Draft<T extends RoutingObject> {
    private final ObjectCodec<T> codec;
    private final int type;
    private final FieldWriter payload = new FieldWriter();

    Draft(ObjectCodec<T> codec) {
        this.codec = codec;
        this.type = codec.type().number();
    }

    /// Encodes the payload.
    ///
    /// @return length of the whole frame, bytes
    /// @throws org.rtsock.api.RoutingException EMSGSIZE when the object does not fit a frame
    int encode(T object) {
        codec.encode(object, payload.reset());
        return Frame.lengthFor(payload.length());
    }

    /// Appends the frame of the object encoded last to a block that has room for it.
    ///
    /// @return number of the record in the block
    int appendTo(Block block, Operation operation, long version, long born, Cause cause) {
        ByteBuffer target = block.buffer();
        int offset = block.used();
        payload.copyTo(target, offset + Frame.HEADER_LENGTH);
        int length = Frame.putHeader(target, offset, operation, type, 0, 0, payload.length());
        Frame.putCause(target, offset, cause);
        target.putLong(offset + Frame.KERNEL_VERSION_OFFSET, version);
        target.putLong(offset + Frame.BORN_OFFSET, born);
        return block.append(version, length);
    }
}
