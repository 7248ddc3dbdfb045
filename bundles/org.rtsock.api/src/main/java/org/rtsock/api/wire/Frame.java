// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;

/// Header of every native frame, little endian. A frame is at most [#MAX_LENGTH] bytes long and its length is a multiple of 8.
///
/// ```
///   0               1               2               3
///   +---------------------------------------------------------------+
///  0| length of the frame, header and padding included              |
///   +---------------+---------------+-------------------------------+
///  4| version (1)   | operation     | message type                  |
///   +---------------+---------------+-------------------------------+
///  8| flags                         | errno                         |
///   +-------------------------------+-------------------------------+
/// 12| header length (48)            | payload length                |
///   +-------------------------------+-------------------------------+
/// 16| pid of the requester                                          |
///   +---------------------------------------------------------------+
/// 20| sequence number of the requester                              |
///   +---------------------------------------------------------------+
/// 24| version of the kernel that made this                          |
///   |                                                               |
///   +---------------------------------------------------------------+
/// 32| version in which the object was born;                         |
///   | in MARK, SPAN and RESET the epoch                             |
///   +---------------------------------------------------------------+
/// 40| origin of the change, ASCII, zero padded                      |
///   |                                                               |
///   +---------------------------------------------------------------+
/// 48| payload, then zeros up to a multiple of 8                     |
/// ```
///
/// The methods read and write at an absolute offset of a buffer whose order is little endian ([#ORDER]); they never move its position.
public final class Frame {
    public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    /// Version of this format.
    public static final int VERSION = 1;
    public static final int HEADER_LENGTH = 48;
    /// Largest frame, bytes. The payload length has 16 bits.
    public static final int MAX_LENGTH = 65_528;
    public static final int MAX_PAYLOAD = MAX_LENGTH - HEADER_LENGTH;

    public static final int LENGTH_OFFSET = 0;
    public static final int VERSION_OFFSET = 4;
    public static final int OPERATION_OFFSET = 5;
    public static final int TYPE_OFFSET = 6;
    public static final int FLAGS_OFFSET = 8;
    public static final int ERRNO_OFFSET = 10;
    public static final int HEADER_LENGTH_OFFSET = 12;
    public static final int PAYLOAD_LENGTH_OFFSET = 14;
    public static final int PID_OFFSET = 16;
    public static final int SEQ_OFFSET = 20;
    public static final int KERNEL_VERSION_OFFSET = 24;
    public static final int BORN_OFFSET = 32;
    public static final int ORIGIN_OFFSET = 40;

    /// A request that was carried out, in its reply (`RTF_DONE`).
    public static final int FLAG_DONE = 1;
    /// On a MARK: it ends the snapshot of a subscription.
    public static final int FLAG_SNAPSHOT = 2;
    /// This frame answers a request (or rejects one): pid and seq are the requester's.
    public static final int FLAG_REPLY = 4;
    /// More frames of the same reply follow.
    public static final int FLAG_MORE = 8;
    /// The change was made by a driver: origin is its name.
    public static final int FLAG_DRIVER = 16;

    private Frame() {}

    /// Length of a frame with a payload of the given length: header, payload and padding.
    public static int lengthFor(int payloadLength) {
        return HEADER_LENGTH + payloadLength + 7 & ~7;
    }

    /// Writes a whole header; the payload must already stand behind it or follow. Pads with zeros.
    ///
    /// @return length of the frame
    public static int putHeader(
            ByteBuffer buffer, int offset, Operation operation, int type, int flags, int errno, int payloadLength) {
        int length = lengthFor(payloadLength);
        buffer.putInt(offset + LENGTH_OFFSET, length);
        buffer.put(offset + VERSION_OFFSET, (byte) VERSION);
        buffer.put(offset + OPERATION_OFFSET, (byte) operation.number());
        buffer.putShort(offset + TYPE_OFFSET, (short) type);
        buffer.putShort(offset + FLAGS_OFFSET, (short) flags);
        buffer.putShort(offset + ERRNO_OFFSET, (short) errno);
        buffer.putShort(offset + HEADER_LENGTH_OFFSET, (short) HEADER_LENGTH);
        buffer.putShort(offset + PAYLOAD_LENGTH_OFFSET, (short) payloadLength);
        buffer.putLong(offset + PID_OFFSET, 0);
        buffer.putLong(offset + KERNEL_VERSION_OFFSET, 0);
        buffer.putLong(offset + BORN_OFFSET, 0);
        buffer.putLong(offset + ORIGIN_OFFSET, 0);
        for (int i = HEADER_LENGTH + payloadLength; i < length; i++) {
            buffer.put(offset + i, (byte) 0);
        }
        return length;
    }

    /// Writes pid, seq, origin and the driver flag. Call after [#putHeader].
    public static void putCause(ByteBuffer buffer, int offset, Cause cause) {
        buffer.putInt(offset + PID_OFFSET, cause.pid());
        buffer.putInt(offset + SEQ_OFFSET, cause.seq());
        buffer.putLong(offset + ORIGIN_OFFSET, packOrigin(cause.origin()));
        if (cause instanceof Cause.Driver) {
            buffer.putShort(offset + FLAGS_OFFSET, (short) (flags(buffer, offset) | FLAG_DRIVER));
        }
    }

    /// Who made the change of the frame.
    public static Cause cause(ByteBuffer buffer, int offset) {
        String origin = unpackOrigin(buffer.getLong(offset + ORIGIN_OFFSET));
        return (flags(buffer, offset) & FLAG_DRIVER) != 0
                ? new Cause.Driver(origin)
                : new Cause.Request(origin, pid(buffer, offset), seq(buffer, offset));
    }

    public static int length(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET);
    }

    public static int operation(ByteBuffer buffer, int offset) {
        return buffer.get(offset + OPERATION_OFFSET) & 0xff;
    }

    public static int type(ByteBuffer buffer, int offset) {
        return buffer.getShort(offset + TYPE_OFFSET) & 0xffff;
    }

    public static int flags(ByteBuffer buffer, int offset) {
        return buffer.getShort(offset + FLAGS_OFFSET) & 0xffff;
    }

    public static int errno(ByteBuffer buffer, int offset) {
        return buffer.getShort(offset + ERRNO_OFFSET) & 0xffff;
    }

    public static int payloadLength(ByteBuffer buffer, int offset) {
        return buffer.getShort(offset + PAYLOAD_LENGTH_OFFSET) & 0xffff;
    }

    /// Offset of the payload in the buffer. A later version may have a longer header, so it is read, not assumed.
    public static int payloadOffset(ByteBuffer buffer, int offset) {
        return offset + (buffer.getShort(offset + HEADER_LENGTH_OFFSET) & 0xffff);
    }

    public static int pid(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + PID_OFFSET);
    }

    public static int seq(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + SEQ_OFFSET);
    }

    public static long kernelVersion(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + KERNEL_VERSION_OFFSET);
    }

    public static long born(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + BORN_OFFSET);
    }

    /// The first character in the lowest byte, so that the bytes stand in reading order in the frame.
    public static long packOrigin(String origin) {
        long packed = 0;
        for (int i = Math.min(origin.length(), 8) - 1; i >= 0; i--) {
            packed = packed << 8 | origin.charAt(i) & 0xff;
        }
        return packed;
    }

    /// The text of a packed origin; `?` when it is empty or not printable, so that a foreign frame cannot break a reader.
    public static String unpackOrigin(long packed) {
        StringBuilder text = new StringBuilder(8);
        for (long rest = packed; rest != 0; rest >>>= 8) {
            char c = (char) (rest & 0xff);
            if (c <= 0x20 || c >= 0x7f) {
                return "?";
            }
            text.append(c);
        }
        return text.isEmpty() ? "?" : text.toString();
    }
}
