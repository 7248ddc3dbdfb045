// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;

/// How every message of a routing socket begins, whatever its type (`struct rt_msghdr` and kin), in host byte order.
///
/// ```
///   0               1               2               3
///   +-------------------------------+---------------+---------------+
///  0| msglen                        | version (5)   | type          |
///   +-------------------------------+---------------+---------------+
/// ```
final class MessageHeader {
    static final int MSGLEN = 0;
    static final int VERSION = 2;
    static final int TYPE = 3;
    static final int LENGTH = 4;
    /// `RTM_VERSION` of FreeBSD and OpenBSD.
    static final int RTM_VERSION = 5;

    private MessageHeader() {}

    /// Length of the message that starts at an offset, as it says itself.
    static int msglen(ByteBuffer message, int offset) {
        return Short.toUnsignedInt(message.getShort(offset + MSGLEN));
    }
}
