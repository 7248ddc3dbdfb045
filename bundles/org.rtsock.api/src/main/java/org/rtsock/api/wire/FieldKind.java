// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// How a field of a payload is encoded. Fields follow each other without gaps, little endian.
public enum FieldKind {
    /// One byte, unsigned.
    U8(1),
    /// Two bytes, unsigned.
    U16(2),
    /// Four bytes, unsigned.
    U32(3),
    /// Eight bytes.
    U64(4),
    /// One byte, 0 or 1.
    BOOL(5),
    /// Two bytes of length, then UTF-8.
    TEXT(6),
    /// One byte, a number with a name where the descriptor has one.
    ENUM(7),
    /// One byte of length (0 to 8), then the bytes of a link-layer address.
    MAC(8),
    /// One byte of length (0 for none, 4 or 16), then the address in network order.
    ADDRESS(9),
    /// One byte of prefix length, then an ADDRESS; an ADDRESS of length 0 means no prefix.
    PREFIX(10),
    /// Two bytes of count, then as many times the fields of the element.
    LIST(11);

    private final int number;

    FieldKind(int number) {
        this.number = number;
    }

    /// The number in a descriptor, 1 to 255.
    public int number() {
        return number;
    }

    /// @throws RoutingException EINVAL for a number without a kind
    public static FieldKind of(int number) {
        if (number < 1 || number > values().length) {
            throw new RoutingException(Errno.EINVAL, "field kind " + number + " is unknown");
        }
        return values()[number - 1];
    }
}
