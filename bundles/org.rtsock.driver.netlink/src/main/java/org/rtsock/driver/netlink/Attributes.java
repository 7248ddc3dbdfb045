// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;

/// Walks the attributes in a stretch of a message (`struct rtattr`). Starts before the first. Every read stays within the attribute.
///
/// ```
///   0               2               4
///   +---------------+---------------+
///   | length, 4 + n | type          |    the two highest bits of the type tell of nesting and byte order, not of meaning
///   +---------------+---------------+
///   | n bytes, then padding to 4    |
///   +-------------------------------+
/// ```
final class Attributes {
    private static final int HEADER_BYTES = 4;
    private static final int TYPE_MASK = 0x3fff;

    private final ByteBuffer bytes;
    private final int end;
    private int next;
    private int type;
    private int start;
    private int length;

    Attributes(ByteBuffer bytes, int from, int end) {
        this.bytes = bytes;
        this.next = from;
        this.end = end;
    }

    /// @return false at the end
    /// @throws RoutingException EINVAL for a length that does not fit
    boolean next() {
        if (end - next < HEADER_BYTES) {
            return false;
        }
        int size = Short.toUnsignedInt(bytes.getShort(next));
        require(size >= HEADER_BYTES && size <= end - next, "size", size);
        type = bytes.getShort(next + 2) & TYPE_MASK;
        start = next + HEADER_BYTES;
        length = size - HEADER_BYTES;
        next += size + 3 & ~3;
        return true;
    }

    int type() {
        return type;
    }

    int u16() {
        require(length >= Short.BYTES, "length", length);
        return Short.toUnsignedInt(bytes.getShort(start));
    }

    /// 32 bits, to be read as the attribute wants it.
    int u32() {
        return u32At(0);
    }

    /// The 32 bits at an index of an array of them; 0 beyond its end, as an older kernel's array is shorter.
    int u32At(int index) {
        require(index > 0 || length >= Integer.BYTES, "length", length);
        int offset = index * Integer.BYTES;
        return offset + Integer.BYTES <= length ? bytes.getInt(start + offset) : 0;
    }

    IpAddress address(Family family) {
        return addressAt(0, family);
    }

    /// The address in `struct rtvia`: a family of two bytes, then the address.
    IpAddress via() {
        return addressAt(Short.BYTES, Family.ofNumber(u16()));
    }

    private IpAddress addressAt(int offset, Family family) {
        require(length == offset + family.bytes(), "length", length);
        int from = start + offset;
        return family == Family.INET
                ? new IpAddress(family, bigEndianInt(from) << 32, 0)
                : new IpAddress(family, bigEndianLong(from), bigEndianLong(from + Long.BYTES));
    }

    MacAddress mac() {
        byte[] copy = copy(length);
        return MacAddress.ofBytes(copy, 0, copy.length);
    }

    /// Text up to its zero byte.
    String text() {
        int size = 0;
        while (size < length && bytes.get(start + size) != 0) {
            size++;
        }
        return new String(copy(size), StandardCharsets.UTF_8);
    }

    /// The attributes inside the present one.
    Attributes nested() {
        return nested(0);
    }

    /// The attributes inside the present one, after a header of so many bytes.
    Attributes nested(int header) {
        require(length >= header, "length", length);
        return new Attributes(bytes, start + header, start + length);
    }

    /// Where the payload starts and ends.
    int start() {
        return start;
    }

    int end() {
        return start + length;
    }

    private byte[] copy(int size) {
        byte[] copy = new byte[size];
        bytes.get(start, copy);
        return copy;
    }

    private long bigEndianInt(int at) {
        int value = bytes.getInt(at);
        return Integer.toUnsignedLong(bytes.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value));
    }

    private long bigEndianLong(int at) {
        long value = bytes.getLong(at);
        return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    private void require(boolean fits, String what, int value) {
        if (!fits) {
            throw new RoutingException(Errno.EINVAL, "attribute " + type + " has " + what + " " + value);
        }
    }
}
