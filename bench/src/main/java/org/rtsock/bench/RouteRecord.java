// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;
import org.rtsock.api.wire.Frame;

/// Reads fields of an IPv4 route out of its record, in place, as a daemon would that knows what it subscribed to.
///
/// ```
///    0       4        5        6        7         11         15    16       18         22         26        27
///   +-------+--------+--------+--------+---------+----------+-----+--------+----------+----------+---------+---------+
///   | table | family | length | 4      | address | priority | tos | source | instance | protocol | 4       | gateway |
///   |       |        |        |        |         |          |     | (none) |          | to count |         |         |
///   +-------+--------+--------+--------+---------+----------+-----+--------+----------+----------+---------+---------+
/// ```
final class RouteRecord {
    private static final int ADDRESS_OFFSET = 7;
    private static final int GATEWAY_LAST_BYTE = 30;

    private RouteRecord() {}

    /// The address of the prefix as 32 bits.
    static int address(ByteBuffer buffer, int offset) {
        return Integer.reverseBytes(buffer.getInt(Frame.payloadOffset(buffer, offset) + ADDRESS_OFFSET));
    }

    /// The last byte of the gateway of the first next hop.
    static int gatewayByte(ByteBuffer buffer, int offset) {
        return buffer.get(Frame.payloadOffset(buffer, offset) + GATEWAY_LAST_BYTE) & 0xff;
    }
}
