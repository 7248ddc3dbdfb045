// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// The sockaddrs behind a request's header (FreeBSD `rt_xaddrs`).
///
/// FreeBSD takes a sockaddr that the bits name and the message lacks for one that was not named, so a request that was cut off may turn
/// into one for a host route. Here it is refused. Bytes behind the last sockaddr do not matter; the padding of the last may be missing.
final class Addresses {
    private final ByteBuffer message;
    private final @Nullable Sockaddr[] present = new @Nullable Sockaddr[AddressBit.COUNT];

    /// A sockaddr in its message.
    ///
    /// @param offset where it starts
    /// @param length `sa_len`
    /// @param family `sa_family`; 0 when it is too short to have one
    record Sockaddr(ByteBuffer message, int offset, int length, int family) {
        /// @throws RoutingException EINVAL when it does not hold so many bytes
        void require(int bytes, String name) {
            if (length < bytes) {
                throw new RoutingException(
                        Errno.EINVAL, name + " of family " + family + " has sa_len " + length + ", needs " + bytes);
            }
        }
    }

    private Addresses(ByteBuffer message) {
        this.message = message;
    }

    /// @throws RoutingException EINVAL for a bit that FreeBSD does not have, or a sockaddr that the message does not hold
    static Addresses of(Request request) {
        Addresses addresses = new Addresses(request.bytes());
        int addrs = request.addrs();
        if (addrs >>> AddressBit.COUNT != 0) {
            throw new RoutingException(Errno.EINVAL, "rtm_addrs 0x" + Integer.toHexString(addrs) + " has bits beyond 0xff");
        }
        int offset = RtMsghdr.LENGTH;
        for (int i = 0; i < AddressBit.COUNT; i++) {
            if ((addrs & 1 << i) != 0) {
                offset = addresses.read(i, offset);
            }
        }
        return addresses;
    }

    /// The sockaddr of a bit, null when there is none.
    @Nullable Sockaddr get(int bit) {
        return present[Integer.numberOfTrailingZeros(bit)];
    }

    /// @return where the next one starts
    private int read(int i, int offset) {
        int end = message.limit();
        int length = offset < end ? message.get(offset) & 0xff : 0;
        if (offset >= end || offset + length > end) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "sockaddr of bit 0x" + Integer.toHexString(1 << i) + " at byte " + offset + " reaches beyond the message of " + end);
        }
        present[i] = new Sockaddr(message, offset, length, length < 2 ? 0 : message.get(offset + 1) & 0xff);
        return Math.min(end, offset + MessageWriter.roundUp(length));
    }
}
