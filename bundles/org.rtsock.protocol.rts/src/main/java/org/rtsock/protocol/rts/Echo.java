// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.Frame;

/// What a reply repeats of its request, so that the requester knows which one it answers.
///
/// @param operation the number as it came, which may be no operation at all
record Echo(int operation, int type, int pid, int seq) {
    /// Writes the header of a reply; its payload stands in its place already or follows.
    ///
    /// @param flags beside REPLY
    /// @return length of the frame
    int putHeader(ByteBuffer out, int offset, int flags, int errno, long version, int payloadLength) {
        int length = Frame.putHeader(out, offset, Operation.GET, type, Frame.FLAG_REPLY | flags, errno, payloadLength);
        out.put(offset + Frame.OPERATION_OFFSET, (byte) operation);
        out.putInt(offset + Frame.PID_OFFSET, pid);
        out.putInt(offset + Frame.SEQ_OFFSET, seq);
        out.putLong(offset + Frame.KERNEL_VERSION_OFFSET, version);
        return length;
    }
}
