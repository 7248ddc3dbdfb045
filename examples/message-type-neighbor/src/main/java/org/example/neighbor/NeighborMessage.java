// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;

/// Reads a neighbor message of a Linux host (`uapi/linux/neighbour.h`), in the buffer's byte order.
///
/// ```
///   0       1       2               4                               8               10      11
///   +-------+-------+---------------+-------------------------------+---------------+-------+-------+
///   | family| zero  | zero          | interface index               | state (NUD_)  | flags | type  |    struct ndmsg
///   +-------+-------+---------------+-------------------------------+---------------+-------+-------+
///   | length, 4 + n | type (NDA_)   | n bytes, then padding to 4 bytes                              |    struct rtattr, repeated
///   +---------------+---------------+---------------------------------------------------------------+
/// ```
final class NeighborMessage {
    static final int HEADER_BYTES = 12;
    private static final int INDEX_OFFSET = 4;
    private static final int STATE_OFFSET = 8;
    private static final int FLAGS_OFFSET = 10;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int NTF_PROXY = 0x08;
    private static final int NTF_EXT_LEARNED = 0x10;
    private static final int NTF_ROUTER = 0x80;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;

    private NeighborMessage() {}

    /// @return null for what is no neighbor: another family's, or a proxy entry
    /// @throws RoutingException EINVAL for a message that is not whole
    static @Nullable Neighbor decode(ByteBuffer message) {
        int start = message.position();
        require(message.remaining() >= HEADER_BYTES, "has " + message.remaining() + " bytes");
        int flags = message.get(start + FLAGS_OFFSET);
        Family family = family(message.get(start));
        return family == null || (flags & NTF_PROXY) != 0 ? null : decode(message, start, family, flags);
    }

    private static Neighbor decode(ByteBuffer message, int start, Family family, int flags) {
        IpAddress address = null;
        MacAddress mac = MacAddress.NONE;
        int length;
        for (int at = start + HEADER_BYTES; message.limit() - at >= ATTRIBUTE_HEADER_BYTES; at += length + 3 & ~3) {
            length = Short.toUnsignedInt(message.getShort(at));
            require(length >= ATTRIBUTE_HEADER_BYTES && length <= message.limit() - at, "has an attribute of " + length + " bytes");
            switch (message.getShort(at + 2)) {
                case NDA_DST -> address = IpAddress.ofBytes(payload(message, at, length));
                case NDA_LLADDR -> mac = MacAddress.ofBytes(payload(message, at, length), 0, length - ATTRIBUTE_HEADER_BYTES);
                default -> {}
            }
        }
        int index = message.getInt(start + INDEX_OFFSET);
        if (address == null || address.family() != family || index <= 0) {
            throw new RoutingException(Errno.EINVAL, "neighbor message of interface " + index + " has address " + address);
        }
        NeighborState state = NeighborState.of(Short.toUnsignedInt(message.getShort(start + STATE_OFFSET)));
        return new Neighbor(index, address, mac, state, (flags & NTF_ROUTER) != 0, (flags & NTF_EXT_LEARNED) != 0);
    }

    private static byte[] payload(ByteBuffer message, int at, int length) {
        byte[] payload = new byte[length - ATTRIBUTE_HEADER_BYTES];
        message.get(at + ATTRIBUTE_HEADER_BYTES, payload);
        return payload;
    }

    private static @Nullable Family family(int number) {
        return switch (number) {
            case AF_INET -> Family.INET;
            case AF_INET6 -> Family.INET6;
            default -> null;
        };
    }

    private static void require(boolean whole, String what) {
        if (!whole) {
            throw new RoutingException(Errno.EINVAL, "neighbor message " + what);
        }
    }
}
