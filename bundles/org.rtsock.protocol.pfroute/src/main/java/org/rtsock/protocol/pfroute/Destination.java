// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;

/// What a request is about: its DST and NETMASK (FreeBSD `cleanup_xaddrs`).
///
/// The mask decides, not RTF_HOST: without one, or with one of all bits, it is a host. Bits of the address beyond the mask are cleared. A
/// mask may state a short length, what it leaves out being zero; one of length zero is that of a default route.
///
/// @param masked whether the prefix is shorter than an address
/// @param scope  interface of a link-local address, 0 when it does not say
record Destination(Prefix prefix, boolean masked, int scope) {
    /// @throws RoutingException EINVAL or EAFNOSUPPORT naming the field
    static Destination of(Addresses addresses) {
        Addresses.Sockaddr dst = addresses.get(AddressBit.DST);
        if (dst == null) {
            throw new RoutingException(Errno.EINVAL, "rtm_addrs names no DST");
        }
        Family family = FreebsdFamily.of(dst.family());
        if (family == null) {
            throw new RoutingException(
                    Errno.EAFNOSUPPORT,
                    "family " + dst.family() + " of DST is neither AF_INET (2) nor AF_INET6 (28)");
        }
        IpAddress address = address(dst, family, "DST");
        int length = maskLength(addresses.get(AddressBit.NETMASK), family);
        return new Destination(Prefix.containing(address, length), length < family.bits(), scope(dst, family));
    }

    /// The address of a sockaddr that is of the family.
    ///
    /// @throws RoutingException EINVAL when it is too short
    static IpAddress address(Addresses.Sockaddr sockaddr, Family family, String name) {
        return switch (family) {
            case INET -> {
                sockaddr.require(SockaddrIn.NEEDED, name);
                yield SockaddrIn.address(sockaddr.message(), sockaddr.offset());
            }
            case INET6 -> {
                sockaddr.require(SockaddrIn6.LENGTH, name);
                yield SockaddrIn6.address(sockaddr.message(), sockaddr.offset());
            }
        };
    }

    /// The interface that a sockaddr of the family says its link-local address is on, else 0.
    static int scope(Addresses.Sockaddr sockaddr, Family family) {
        return switch (family) {
            case INET -> 0;
            case INET6 -> SockaddrIn6.scope(sockaddr.message(), sockaddr.offset());
        };
    }

    private static int maskLength(Addresses.@Nullable Sockaddr mask, Family family) {
        if (mask == null) {
            return family.bits();
        }
        if (mask.length() == 0) {
            return 0;
        }
        // Masks come with family 0, with garbage from old kernels' radix trees, or with that of the address.
        boolean foreign = mask.family() == FreebsdFamily.AF_LINK
                || FreebsdFamily.of(mask.family()) != null && FreebsdFamily.of(mask.family()) != family;
        if (foreign) {
            throw new RoutingException(
                    Errno.EINVAL, "family " + mask.family() + " of NETMASK is not that of DST, " + FreebsdFamily.number(family));
        }
        return lengthOf(maskAddress(mask, family));
    }

    private static IpAddress maskAddress(Addresses.Sockaddr mask, Family family) {
        int offset = mask.offset();
        return switch (family) {
            case INET -> {
                mask.require(SockaddrIn.ADDRESS, "NETMASK");
                yield new IpAddress(family, SockaddrIn.bits(mask.message(), offset, mask.length()), 0);
            }
            case INET6 -> {
                mask.require(SockaddrIn6.ADDRESS, "NETMASK");
                int end = offset + Math.min(mask.length(), SockaddrIn6.SCOPE);
                long high = SockaddrIn6.bits(mask.message(), offset + SockaddrIn6.ADDRESS, end);
                long low = SockaddrIn6.bits(mask.message(), offset + SockaddrIn6.ADDRESS + Long.BYTES, end);
                yield new IpAddress(family, high, low);
            }
        };
    }

    private static int lengthOf(IpAddress mask) {
        int ones = Long.numberOfLeadingZeros(~mask.high());
        if (ones == Long.SIZE) {
            ones += Long.numberOfLeadingZeros(~mask.low());
        }
        if (mask.high() != Prefix.highMask(ones) || mask.low() != Prefix.lowMask(ones)) {
            throw new RoutingException(Errno.EINVAL, "NETMASK " + mask + " has ones behind zeros");
        }
        return ones;
    }
}
