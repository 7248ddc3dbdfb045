// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Walks the messages of a datagram (`struct nlmsghdr`, the machine's order, each padded to 4 bytes). One thread; used again for every
/// datagram.
///
/// ```
///   0               2               4
///   +-------------------------------+
///   | length, header included       |
///   +---------------+---------------+
///   | type          | flags         |
///   +---------------+---------------+
///   | sequence number               |
///   +-------------------------------+
///   | port                          |
///   +-------------------------------+
/// ```
final class NetlinkMessages {
    static final int HEADER_BYTES = 16;
    private static final int TYPE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;

    private final ByteBuffer bytes;
    private final ByteBuffer view;
    private int limit;
    private int present;
    private int next;

    NetlinkMessages(ByteBuffer bytes) {
        this.bytes = bytes;
        this.view = bytes.asReadOnlyBuffer();
    }

    /// Starts before the first message of a datagram of this length.
    void rewind(int length) {
        limit = length;
        next = 0;
    }

    /// Steps to the next message.
    ///
    /// @return false at the end
    /// @throws RoutingException EINVAL for a length that does not fit; the rest of the datagram cannot be read
    boolean next() {
        if (limit - next < HEADER_BYTES) {
            return false;
        }
        int length = bytes.getInt(next);
        if (length < HEADER_BYTES || length > limit - next) {
            int left = limit - next;
            next = limit;
            throw new RoutingException(Errno.EINVAL, "netlink message of " + length + " bytes where " + left + " are left");
        }
        present = next;
        next = Math.min(limit, next + (length + 3 & ~3));
        return true;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /// What follows the header, from position to limit: read only, for others to look at until the next call.
    ByteBuffer payload() {
        return view.order(bytes.order()).limit(end()).position(start());
    }

    int type() {
        return Short.toUnsignedInt(bytes.getShort(present + TYPE_OFFSET));
    }

    int flags() {
        return Short.toUnsignedInt(bytes.getShort(present + FLAGS_OFFSET));
    }

    int sequence() {
        return bytes.getInt(present + SEQUENCE_OFFSET);
    }

    /// Where the payload starts.
    int start() {
        return present + HEADER_BYTES;
    }

    /// Where the message ends.
    int end() {
        return present + bytes.getInt(present);
    }
}
