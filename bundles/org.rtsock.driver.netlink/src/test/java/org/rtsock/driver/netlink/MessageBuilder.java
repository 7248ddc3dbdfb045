// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.IpAddress;

/// Builds netlink messages by hand, one datagram of them.
final class MessageBuilder {
    private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    private final Deque<Integer> open = new ArrayDeque<>();
    private int message;

    /// Starts a message.
    MessageBuilder message(int type, int flags) {
        message = bytes.position();
        bytes.putInt(0).putShort((short) type).putShort((short) flags).putInt(7).putInt(0);
        return lengthen();
    }

    MessageBuilder link(int family, int hardware, int index, int flags) {
        bytes.put((byte) family).put((byte) 0).putShort((short) hardware).putInt(index).putInt(flags).putInt(0);
        return lengthen();
    }

    MessageBuilder address(int family, int length, int index) {
        bytes.put((byte) family).put((byte) length).put((byte) 0).put((byte) 0).putInt(index);
        return lengthen();
    }

    MessageBuilder route(int family, int length, int tos, int table, int protocol, int type) {
        bytes.put((byte) family).put((byte) length).put((byte) 0).put((byte) tos);
        bytes.put((byte) table).put((byte) protocol).put((byte) 0).put((byte) type).putInt(0);
        return lengthen();
    }

    /// Sets `rtm_flags` of the route that was just begun.
    MessageBuilder routeFlags(int flags) {
        bytes.putInt(message + 16 + 8, flags);
        return this;
    }

    MessageBuilder sourceLength(int length) {
        bytes.put(message + 16 + 2, (byte) length);
        return this;
    }

    MessageBuilder u32(int type, int value) {
        return begin(type).raw(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array()).end();
    }

    MessageBuilder u16(int type, int value) {
        return begin(type).raw(ByteBuffer.allocate(2).order(ByteOrder.nativeOrder()).putShort((short) value).array()).end();
    }

    MessageBuilder ip(int type, String address) {
        return begin(type).raw(IpAddress.parse(address).toBytes()).end();
    }

    MessageBuilder text(int type, String text) {
        return begin(type).raw((text + "\0").getBytes(StandardCharsets.US_ASCII)).end();
    }

    /// Begins an attribute; what follows until [#end] is in it.
    MessageBuilder begin(int type) {
        open.push(bytes.position());
        bytes.putShort((short) 0).putShort((short) type);
        return this;
    }

    MessageBuilder end() {
        int start = open.pop();
        bytes.putShort(start, (short) (bytes.position() - start));
        return lengthen();
    }

    /// A next hop inside RTA_MULTIPATH.
    MessageBuilder leg(int index, int weight, @Nullable String gateway) {
        int start = bytes.position();
        bytes.putShort((short) 0).put((byte) 0).put((byte) (weight - 1)).putInt(index);
        if (gateway != null) {
            ip(5, gateway);
        }
        bytes.putShort(start, (short) (bytes.position() - start));
        return this;
    }

    MessageBuilder raw(byte... more) {
        bytes.put(more);
        return this;
    }

    /// The messages so far, before the first.
    NetlinkMessages messages() {
        NetlinkMessages messages = new NetlinkMessages(bytes);
        messages.rewind(bytes.position());
        return messages;
    }

    /// What the only message says.
    @Nullable HostEvent event() {
        NetlinkMessages messages = messages();
        messages.next();
        return HostEvent.decode(messages);
    }

    byte[] toBytes() {
        byte[] copy = new byte[bytes.position()];
        bytes.get(0, copy);
        return copy;
    }

    private MessageBuilder lengthen() {
        int length = bytes.position() - message;
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
        bytes.putInt(message, length);
        return this;
    }
}
