// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;

/// Reads an address message.
///
/// ```
///   struct ifaddrmsg:   u8 family   u8 prefix length   u8 flags   u8 scope   u32 index
/// ```
final class AddressDecoder {
    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_OFFSET = 1;
    private static final int INDEX_OFFSET = 4;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;

    private AddressDecoder() {}

    /// @return the address; null for a family that is not mirrored
    /// @throws RoutingException EINVAL when the message is not whole
    static @Nullable Ifa decode(ByteBuffer bytes, int start, int end) {
        if (end - start < HEADER_BYTES) {
            throw new RoutingException(Errno.EINVAL, "address message of " + (end - start) + " bytes");
        }
        Family family = RouteDecoder.family(bytes.get(start));
        if (family == null) {
            return null;
        }
        IpAddress local = null;
        IpAddress address = null;
        IpAddress broadcast = null;
        Attributes attributes = new Attributes(bytes, start + HEADER_BYTES, end);
        while (attributes.next()) {
            switch (attributes.type()) {
                case IFA_ADDRESS -> address = attributes.address(family);
                case IFA_LOCAL -> local = attributes.address(family);
                case IFA_BROADCAST -> broadcast = attributes.address(family);
                default -> {}
            }
        }
        int length = Byte.toUnsignedInt(bytes.get(start + LENGTH_OFFSET));
        return build(bytes.getInt(start + INDEX_OFFSET), length, local, address, broadcast);
    }

    /// On a point-to-point link IFA_LOCAL is the link's own address and IFA_ADDRESS the peer's; elsewhere both are the same or one is
    /// missing.
    private static Ifa build(
            int index, int length, @Nullable IpAddress local, @Nullable IpAddress address, @Nullable IpAddress broadcast) {
        IpAddress own = local != null ? local : address;
        IpAddress far = address != null ? address : local;
        if (own == null || far == null || index <= 0) {
            throw new RoutingException(Errno.EINVAL, "address message of index " + index + " without address");
        }
        return new Ifa(index, own, Prefix.containing(far, length), broadcast, far.equals(own) ? null : far);
    }
}
