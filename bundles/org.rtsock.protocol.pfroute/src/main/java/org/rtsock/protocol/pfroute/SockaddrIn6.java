// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;

/// IPv6 address of a message (`struct sockaddr_in6`), 28 bytes that take 32. All but the scope is in network order.
///
/// ```
///   +---------------+---------------+-------------------------------+
///  0| len (28)      | family (28)   | port                          |
///   +---------------+---------------+-------------------------------+
///  4| flow information                                              |
///   +---------------------------------------------------------------+
///  8| address (16 bytes)                                            |
///   +---------------------------------------------------------------+
/// 24| scope: the interface that a link-local address is on          |
///   +---------------------------------------------------------------+
/// ```
final class SockaddrIn6 {
    static final int ADDRESS = 8;
    static final int SCOPE = 24;
    static final int LENGTH = 28;

    private SockaddrIn6() {}

    /// Writes one over zeros.
    static void put(ByteBuffer message, int offset, long high, long low, int scope) {
        message.put(offset, (byte) LENGTH);
        message.put(offset + 1, (byte) FreebsdFamily.AF_INET6);
        putBits(message, offset + ADDRESS, high);
        putBits(message, offset + ADDRESS + Long.BYTES, low);
        message.putInt(offset + SCOPE, scope);
    }

    /// The address, without the interface that older programs write into bytes 2 and 3 of a link-local one (KAME).
    static IpAddress address(ByteBuffer message, int offset) {
        long high = bits(message, offset + ADDRESS, offset + SCOPE);
        return new IpAddress(
                Family.INET6,
                isLinkLocal(high) ? high & 0xffff_0000_ffff_ffffL : high,
                bits(message, offset + ADDRESS + Long.BYTES, offset + SCOPE));
    }

    /// The interface that a link-local address is on, by its scope or by KAME's bytes; 0 when it does not say.
    static int scope(ByteBuffer message, int offset) {
        long high = bits(message, offset + ADDRESS, offset + SCOPE);
        if (!isLinkLocal(high)) {
            return 0;
        }
        int stated = message.getInt(offset + SCOPE);
        return stated != 0 ? stated : (int) (high >>> 32) & 0xffff;
    }

    /// Eight bytes of the address from a place on; those from the end on are zero.
    static long bits(ByteBuffer message, int from, int end) {
        long bits = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            bits = bits << 8 | (i < end ? message.get(i) & 0xff : 0);
        }
        return bits;
    }

    /// `fe80::/10` and `ff02::/16`, which are on every link (RFC 4007).
    static boolean isLinkLocal(long high) {
        return high >>> 54 == 0xfe80 >>> 6 || high >>> 48 == 0xff02;
    }

    private static void putBits(ByteBuffer message, int offset, long bits) {
        message.putLong(offset, message.order() == ByteOrder.BIG_ENDIAN ? bits : Long.reverseBytes(bits));
    }
}
