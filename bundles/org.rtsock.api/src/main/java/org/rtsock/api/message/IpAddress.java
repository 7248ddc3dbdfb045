// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// An IPv4 or IPv6 address as 128 bits, most significant first. An IPv4 address fills the 32 highest bits and leaves the rest zero, so
/// that prefixes of both families compare and match the same way.
///
/// @param high bits 0 to 63
/// @param low  bits 64 to 127, 0 for IPv4
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
    public IpAddress {
        if (family == Family.INET && (low != 0 || (high & 0xffff_ffffL) != 0)) {
            throw new IllegalArgumentException("an inet address has 32 bits");
        }
    }

    /// An address from its bytes in network order.
    ///
    /// @throws RoutingException EINVAL when length is neither 4 nor 16
    public static IpAddress ofBytes(byte[] bytes, int offset, int length) {
        return switch (length) {
            case 4 -> new IpAddress(Family.INET, bits(bytes, offset, 4) << 32, 0);
            case 16 -> new IpAddress(Family.INET6, bits(bytes, offset, 8), bits(bytes, offset + 8, 8));
            default -> throw new RoutingException(Errno.EINVAL, "address of " + length + " bytes is neither inet (4) nor inet6 (16)");
        };
    }

    public static IpAddress ofBytes(byte[] bytes) {
        return ofBytes(bytes, 0, bytes.length);
    }

    /// An address from its text: four decimal parts, or the text forms of RFC 4291 s. 2.2 without a zone. Never asks a name server.
    ///
    /// @throws RoutingException EINVAL naming the text
    public static IpAddress parse(String text) {
        try {
            if (text.indexOf(':') < 0) {
                int dots = 0;
                for (int i = 0; i < text.length(); i++) {
                    dots += text.charAt(i) == '.' ? 1 : 0;
                }
                if (dots != 3) {
                    throw new IllegalArgumentException("not four parts");
                }
                return ofBytes(Inet4Address.ofLiteral(text).getAddress());
            }
            if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
                throw new IllegalArgumentException("zone or brackets");
            }
            InetAddress address = Inet6Address.ofLiteral(text);
            byte[] bytes = address.getAddress();
            // The JDK turns ::ffff:a.b.c.d into an IPv4 address; here it stays what was written.
            return bytes.length == 16
                    ? ofBytes(bytes)
                    : new IpAddress(Family.INET6, 0, 0xffff_0000_0000L | bits(bytes, 0, 4));
        } catch (IllegalArgumentException e) {
            throw new RoutingException(Errno.EINVAL, "'" + text + "' is not an address", e);
        }
    }

    /// The bytes in network order: 4 or 16.
    public byte[] toBytes() {
        byte[] bytes = new byte[family.bytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = byteAt(i);
        }
        return bytes;
    }

    /// Byte `index` in network order, 0 to 15.
    public byte byteAt(int index) {
        return (byte) (index < 8 ? high >>> (56 - 8 * index) : low >>> (120 - 8 * index));
    }

    /// Order by family, then by unsigned value.
    @Override
    public int compareTo(IpAddress other) {
        int byFamily = family.compareTo(other.family);
        if (byFamily != 0) {
            return byFamily;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /// Dotted decimal, or the canonical form of RFC 5952.
    @Override
    public String toString() {
        return AddressText.of(this);
    }

    private static long bits(byte[] bytes, int offset, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }
}
