// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// An address prefix: the first `length` bits of an address. Bits beyond the length are zero.
///
/// @param length 0 to 32 for inet, 0 to 128 for inet6
public record Prefix(IpAddress address, int length) implements Comparable<Prefix> {
    /// @throws RoutingException EINVAL when the length does not fit the family or bits beyond it are set
    public Prefix {
        if (length < 0 || length > address.family().bits()) {
            throw new RoutingException(
                    Errno.EINVAL, "prefix length " + length + " is not 0 to " + address.family().bits());
        }
        if ((address.high() & ~highMask(length)) != 0 || (address.low() & ~lowMask(length)) != 0) {
            throw new RoutingException(Errno.EINVAL, "prefix " + address + "/" + length + " has host bits set beyond its length");
        }
    }

    /// A prefix from text: `192.0.2.0/24`, `2001:db8::/32`, or an address alone for all its bits.
    ///
    /// @throws RoutingException EINVAL naming the text, also for host bits
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text));
        }
        return new Prefix(IpAddress.parse(text.substring(0, slash)), parseLength(text, slash + 1));
    }

    /// The prefix of an address and all its bits.
    public static Prefix of(IpAddress address) {
        return new Prefix(address, address.family().bits());
    }

    /// The prefix that holds the address: bits beyond the length are cleared.
    public static Prefix containing(IpAddress address, int length) {
        return new Prefix(
                new IpAddress(address.family(), address.high() & highMask(length), address.low() & lowMask(length)), length);
    }

    /// The prefix of length 0.
    public static Prefix all(Family family) {
        return new Prefix(new IpAddress(family, 0, 0), 0);
    }

    public Family family() {
        return address.family();
    }

    public boolean contains(IpAddress other) {
        return other.family() == family()
                && (other.high() & highMask(length)) == address.high()
                && (other.low() & lowMask(length)) == address.low();
    }

    /// Whether the other prefix is this one or a part of it.
    public boolean contains(Prefix other) {
        return other.length >= length && contains(other.address);
    }

    /// Whether the prefix that these numbers are is this one or a part of it.
    public boolean contains(Family otherFamily, long high, long low, int otherLength) {
        return otherLength >= length
                && otherFamily == family()
                && (high & highMask(length)) == address.high()
                && (low & lowMask(length)) == address.low();
    }

    /// Mask over bits 0 to 63 of a prefix of the given length.
    public static long highMask(int length) {
        return length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    }

    /// Mask over bits 64 to 127 of a prefix of the given length.
    public static long lowMask(int length) {
        return length <= 64 ? 0 : -1L << (128 - length);
    }

    /// Order by address, then a covering prefix before those inside it.
    @Override
    public int compareTo(Prefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }

    private static int parseLength(String text, int from) {
        String digits = text.substring(from);
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RoutingException(Errno.EINVAL, "prefix '" + text + "' has no length after its slash");
        }
        return Integer.parseInt(digits);
    }
}
