// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A message from a daemon, which may be anything. All but [#length] may be asked only once [#checkLength] has passed.
final class Request {
    /// A header and eight sockaddrs of the greatest length that one can state. OpenBSD refuses what is longer than 2048 bytes.
    static final int MAX_LENGTH = RtMsghdr.LENGTH + AddressBit.COUNT * 256;

    private final ByteBuffer message;

    /// @param received from position to limit; not changed
    Request(ByteBuffer received) {
        message = received.slice().order(ByteOrder.nativeOrder());
    }

    /// @throws RoutingException EINVAL when it is shorter than a header or not as long as it says; EMSGSIZE when it is too long
    void checkLength() {
        int length = length();
        if (length < RtMsghdr.LENGTH) {
            throw new RoutingException(
                    Errno.EINVAL, "message of " + length + " bytes is shorter than its header of " + RtMsghdr.LENGTH);
        }
        int stated = MessageHeader.msglen(message, 0);
        if (stated != length) {
            throw new RoutingException(Errno.EINVAL, "rtm_msglen " + stated + " is not that of the message, " + length);
        }
        if (length > MAX_LENGTH) {
            throw new RoutingException(Errno.EMSGSIZE, "rtm_msglen " + stated + " is more than " + MAX_LENGTH);
        }
    }

    /// @throws RoutingException EPROTONOSUPPORT when the rest has another format
    void checkVersion() {
        int version = message.get(MessageHeader.VERSION) & 0xff;
        if (version != MessageHeader.RTM_VERSION) {
            throw new RoutingException(
                    Errno.EPROTONOSUPPORT, "rtm_version " + version + " is not " + MessageHeader.RTM_VERSION);
        }
    }

    /// The bytes as they came, from position to limit.
    ByteBuffer bytes() {
        return message.clear();
    }

    int length() {
        return message.capacity();
    }

    int type() {
        return message.get(MessageHeader.TYPE) & 0xff;
    }

    /// `rtm_index`: the interface, 0 for none.
    int index() {
        return Short.toUnsignedInt(message.getShort(RtMsghdr.INDEX));
    }

    int flags() {
        return message.getInt(RtMsghdr.FLAGS);
    }

    boolean hasFlag(int flag) {
        return (flags() & flag) != 0;
    }

    int addrs() {
        return message.getInt(RtMsghdr.ADDRS);
    }

    int pid() {
        return message.getInt(RtMsghdr.PID);
    }

    int seq() {
        return message.getInt(RtMsghdr.SEQ);
    }

    /// `rtm_inits`: bits of the metrics that the request sets.
    long inits() {
        return message.getLong(RtMsghdr.INITS);
    }

    /// A word of `rtm_rmx`.
    long word(int offset) {
        return message.getLong(offset);
    }
}
