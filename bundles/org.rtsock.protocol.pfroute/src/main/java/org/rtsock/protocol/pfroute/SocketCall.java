// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A call of the socket layer as a message, and its answer: the same with `errno`, 0 when it was carried out. In host byte order.
///
/// ```
///   0               1               2               3
///   +-------------------------------+---------------+---------------+
///  0| msglen                        | version (5)   | type          |
///   +-------------------------------+---------------+---------------+
///  4| seq: whatever the caller likes                                |
///   +---------------------------------------------------------------+
///  8| errno                                                         |
///   +---------------------------------------------------------------+
///    SHUTDOWN (130) ends here
///
///    SETSOCKOPT (128)
///   +---------------------------------------------------------------+
/// 12| level: SOL_SOCKET (0xffff) or AF_ROUTE (17)                   |
///   +---------------------------------------------------------------+
/// 16| option                                                        |
///   +---------------------------------------------------------------+
/// 20| value                                                         |
///   +---------------------------------------------------------------+
///
///    SYSCTL (129)
///   +---------------------------------------------------------------+
/// 12| family: 0 for all, AF_INET (2), AF_INET6 (28)                 |
///   +---------------------------------------------------------------+
/// 16| count of elements in the name                                 |
///   +---------------------------------------------------------------+
/// 20| name: what follows the family (4 bytes each)                  |
///   +---------------------------------------------------------------+
/// ```
final class SocketCall {
    static final int SEQ = 4;
    static final int ERRNO = 8;
    static final int LEVEL = 12;
    static final int OPTION = 16;
    static final int VALUE = 20;
    static final int FAMILY = 12;
    static final int COUNT = 16;
    static final int NAME = 20;
    static final int SHUTDOWN_LENGTH = 12;
    static final int SETSOCKOPT_LENGTH = 24;
    /// `CTL_MAXNAME`, more than any name has.
    static final int MAX_COUNT = 24;

    private final ByteBuffer message;

    /// @param received from position to limit; not changed
    SocketCall(ByteBuffer received) {
        message = received.slice().order(ByteOrder.nativeOrder());
    }

    /// Whether a message is a call. What is not, is one for `route_output`, to be refused there if need be.
    static boolean is(ByteBuffer received) {
        if (received.remaining() < MessageHeader.LENGTH
                || received.get(received.position() + MessageHeader.VERSION) != MessageHeader.RTM_VERSION) {
            return false;
        }
        return switch (received.get(received.position() + MessageHeader.TYPE) & 0xff) {
            case RtmType.SETSOCKOPT, RtmType.SYSCTL, RtmType.SHUTDOWN -> true;
            default -> false;
        };
    }

    /// @throws RoutingException EINVAL when it is not as long as it says or as its type is
    void checkLength() {
        int stated = MessageHeader.msglen(message, 0);
        if (stated != message.capacity()) {
            throw new RoutingException(Errno.EINVAL, "msglen " + stated + " is not that of the message, " + message.capacity());
        }
        if (!isWhole()) {
            throw new RoutingException(Errno.EINVAL, "msglen " + stated + " is not the length of a message of type " + type());
        }
    }

    int type() {
        return message.get(MessageHeader.TYPE) & 0xff;
    }

    /// A field of a call whose length was checked.
    int number(int offset) {
        return message.getInt(offset);
    }

    /// The name of a SYSCTL whose length was checked.
    int[] name() {
        int[] name = new int[number(COUNT)];
        for (int i = 0; i < name.length; i++) {
            name[i] = number(NAME + i * Integer.BYTES);
        }
        return name;
    }

    /// The answer, from position to limit. Of a call that has not the length of its type, what can be read of the head.
    ///
    /// @param errno by FreeBSD's numbers, 0 for none
    ByteBuffer answer(int errno) {
        int length = isWhole() ? message.capacity() : SHUTDOWN_LENGTH;
        ByteBuffer answer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        answer.put(0, message, 0, Math.min(length, message.capacity()));
        return answer.putShort(MessageHeader.MSGLEN, (short) length).putInt(ERRNO, errno);
    }

    private boolean isWhole() {
        int length = message.capacity();
        return switch (type()) {
            case RtmType.SETSOCKOPT -> length == SETSOCKOPT_LENGTH;
            case RtmType.SHUTDOWN -> length == SHUTDOWN_LENGTH;
            default -> length >= NAME
                    && number(COUNT) >= 0
                    && number(COUNT) <= MAX_COUNT
                    && length == NAME + number(COUNT) * Integer.BYTES;
        };
    }
}
