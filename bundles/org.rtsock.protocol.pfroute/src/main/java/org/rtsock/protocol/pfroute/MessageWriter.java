// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Prefix;

/// Makes one message after the other in the same memory (FreeBSD `rtsock_msg_buffer`): a header, then sockaddrs in the order of their bits,
/// each rounded up to eight bytes. One thread at a time.
final class MessageWriter {
    /// More than the largest message that there is: an `rt_msghdr` with DST, GATEWAY, NETMASK and IFP, 328 bytes.
    private static final int CAPACITY = 512;

    private final byte[] memory = new byte[CAPACITY];
    private final ByteBuffer bytes = ByteBuffer.wrap(memory).order(ByteOrder.nativeOrder());
    private int length;
    private int addrs;
    private int addrsOffset;

    /// Begins a message to which no sockaddrs will be appended.
    ByteBuffer begin(int type, int totalLength) {
        return begin(type, totalLength, 0);
    }

    /// Begins a message.
    ///
    /// @param addrsAt where its header has the bits of the sockaddrs
    /// @return the memory, host byte order, all zero but for version and type; the header starts at 0
    ByteBuffer begin(int type, int headerLength, int addrsAt) {
        Arrays.fill(memory, (byte) 0);
        bytes.clear();
        bytes.put(MessageHeader.VERSION, (byte) MessageHeader.RTM_VERSION);
        bytes.put(MessageHeader.TYPE, (byte) type);
        length = headerLength;
        addrs = 0;
        addrsOffset = addrsAt;
        return bytes;
    }

    /// Appends an IP address.
    ///
    /// @param scope interface that it is on if it is link-local
    void address(int bit, IpAddress address, int scope) {
        address(bit, address.family(), address.high(), address.low(), scope);
    }

    /// Appends the mask of a prefix of so many bits, in full length and with its family, as FreeBSD does since 8.
    void netmask(Family family, int bits) {
        address(AddressBit.NETMASK, family, Prefix.highMask(bits), Prefix.lowMask(bits), 0);
    }

    /// Appends an interface.
    void link(int bit, int index, int type, String name, MacAddress mac) {
        SockaddrDl.put(bytes, length, index, type, name, mac);
        appended(bit, SockaddrDl.LENGTH);
    }

    private void address(int bit, Family family, long high, long low, int scope) {
        switch (family) {
            case INET -> {
                SockaddrIn.put(bytes, length, high);
                appended(bit, SockaddrIn.LENGTH);
            }
            case INET6 -> {
                SockaddrIn6.put(bytes, length, high, low, SockaddrIn6.isLinkLocal(high) ? scope : 0);
                appended(bit, SockaddrIn6.LENGTH);
            }
        }
    }

    private void appended(int bit, int sockaddrLength) {
        addrs |= bit;
        length += roundUp(sockaddrLength);
        bytes.putInt(addrsOffset, addrs);
    }

    /// The message as it is now, from position to limit. Valid until the next one is begun.
    ByteBuffer message() {
        bytes.putShort(MessageHeader.MSGLEN, (short) length);
        return bytes.clear().limit(length);
    }

    /// Copies the message to a buffer's position and moves that behind it.
    ///
    /// @return whether it fitted; nothing has happened if not
    boolean moveTo(ByteBuffer target) {
        if (target.remaining() < length) {
            return false;
        }
        target.put(message());
        return true;
    }

    /// Bytes that a sockaddr takes (`SA_SIZE`): rounded up to a `long`, and a `long` for one of length zero.
    static int roundUp(int sockaddrLength) {
        return sockaddrLength == 0 ? Long.BYTES : sockaddrLength + 7 & ~7;
    }
}
