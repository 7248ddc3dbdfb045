// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;

/// IPv4 address of a message (`struct sockaddr_in`). Port and address are in network order.
///
/// ```
///   +---------------+---------------+-------------------------------+
///  0| len (16)      | family (2)    | port                          |
///   +---------------+---------------+-------------------------------+
///  4| address                                                       |
///   +---------------------------------------------------------------+
///  8| zero (8 bytes)                                                |
///   +---------------------------------------------------------------+
/// ```
final class SockaddrIn {
    static final int ADDRESS = 4;
    /// Up to the end of the address: what a reader needs.
    static final int NEEDED = 8;
    static final int LENGTH = 16;

    private SockaddrIn() {}

    /// Writes one over zeros.
    ///
    /// @param high the address, in the upper 32 bits
    static void put(ByteBuffer message, int offset, long high) {
        message.put(offset, (byte) LENGTH);
        message.put(offset + 1, (byte) FreebsdFamily.AF_INET);
        for (int i = 0; i < Integer.BYTES; i++) {
            message.put(offset + ADDRESS + i, (byte) (high >>> (56 - 8 * i)));
        }
    }

    static IpAddress address(ByteBuffer message, int offset) {
        return new IpAddress(Family.INET, bits(message, offset, NEEDED), 0);
    }

    /// The address bits, upper 32, of a sockaddr that is only so long; what it leaves out is zero.
    static long bits(ByteBuffer message, int offset, int length) {
        long bits = 0;
        for (int i = ADDRESS; i < NEEDED; i++) {
            bits = bits << 8 | (i < length ? message.get(offset + i) & 0xff : 0);
        }
        return bits << 32;
    }
}
