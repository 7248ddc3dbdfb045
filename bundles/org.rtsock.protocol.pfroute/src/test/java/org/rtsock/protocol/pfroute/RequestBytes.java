// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

/// A request as a daemon with FreeBSD's headers would write it. Shares nothing with the code that is tested.
final class RequestBytes {
    static final int ADD = 1;
    static final int DELETE = 2;
    static final int CHANGE = 3;
    static final int GET = 4;
    static final int REDIRECT = 6;
    static final int LOCK = 8;
    static final int PID = 4242;
    static final int SEQ = 77;

    private static final int DST = 0;
    private static final int GATEWAY = 1;
    private static final int NETMASK = 2;
    private static final int IFP = 4;
    private static final int AUTHOR = 6;

    private final byte[] header = new byte[Layout.RT_MSGHDR.size];
    private final TreeMap<Integer, byte[]> addresses = new TreeMap<>();
    private boolean padded = true;

    RequestBytes(int type) {
        set("version", 5).set("type", type).set("pid", PID).set("seq", SEQ);
    }

    /// ADD of 10.1.0.0/16 via 192.0.2.1.
    static RequestBytes add() {
        return new RequestBytes(ADD).dst(in("10.1.0.0")).gateway(in("192.0.2.1")).mask(in("255.255.0.0")).set("flags", 0x803);
    }

    /// RTM_REDIRECT: 192.0.2.2 says that 192.0.2.1 is the better way to 10.0.0.1.
    static RequestBytes redirect() {
        return new RequestBytes(REDIRECT).dst(in("10.0.0.1")).gateway(in("192.0.2.1")).author(in("192.0.2.2")).set("flags", 0x6);
    }

    RequestBytes set(String field, long value) {
        Layout.RT_MSGHDR.put(header, 0, field, value);
        return this;
    }

    RequestBytes dst(byte[] sockaddr) {
        return address(DST, sockaddr);
    }

    RequestBytes gateway(byte[] sockaddr) {
        return address(GATEWAY, sockaddr);
    }

    RequestBytes mask(byte[] sockaddr) {
        return address(NETMASK, sockaddr);
    }

    RequestBytes ifp(byte[] sockaddr) {
        return address(IFP, sockaddr);
    }

    RequestBytes author(byte[] sockaddr) {
        return address(AUTHOR, sockaddr);
    }

    RequestBytes address(int number, byte[] sockaddr) {
        addresses.put(number, sockaddr);
        return this;
    }

    RequestBytes without(int number) {
        addresses.remove(number);
        return this;
    }

    RequestBytes withoutMask() {
        return without(NETMASK);
    }

    RequestBytes withoutGateway() {
        return without(GATEWAY);
    }

    /// The last sockaddr ends where it ends.
    RequestBytes unpadded() {
        padded = false;
        return this;
    }

    ByteBuffer bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long addrs = 0;
        for (var address : addresses.entrySet()) {
            addrs |= 1L << address.getKey();
            byte[] sockaddr = address.getValue();
            int length = sockaddr[0] & 0xff;
            int room = length == 0 ? 8 : (length + 7) / 8 * 8;
            boolean last = address.getKey().equals(addresses.lastKey());
            out.writeBytes(Arrays.copyOf(sockaddr, last && !padded ? length : room));
        }
        byte[] sockaddrs = out.toByteArray();
        byte[] message = Arrays.copyOf(header, header.length + sockaddrs.length);
        System.arraycopy(sockaddrs, 0, message, header.length, sockaddrs.length);
        if (Layout.RT_MSGHDR.number(ByteBuffer.wrap(header), 0, "addrs") == 0) {
            Layout.RT_MSGHDR.put(message, 0, "addrs", addrs);
        }
        if (Layout.RT_MSGHDR.number(ByteBuffer.wrap(header), 0, "msglen") == 0) {
            Layout.RT_MSGHDR.put(message, 0, "msglen", message.length);
        }
        return ByteBuffer.wrap(message);
    }

    static byte[] in(String address) {
        byte[] bytes = new byte[Layout.SOCKADDR_IN.size];
        Layout.SOCKADDR_IN.put(bytes, 0, "len", bytes.length);
        Layout.SOCKADDR_IN.put(bytes, 0, "family", 2);
        Layout.SOCKADDR_IN.put(bytes, 0, "addr", ip(address));
        return bytes;
    }

    static byte[] in6(String address, int scope) {
        byte[] bytes = new byte[Layout.SOCKADDR_IN6.size];
        Layout.SOCKADDR_IN6.put(bytes, 0, "len", bytes.length);
        Layout.SOCKADDR_IN6.put(bytes, 0, "family", 28);
        Layout.SOCKADDR_IN6.put(bytes, 0, "addr", ip(address));
        Layout.SOCKADDR_IN6.put(bytes, 0, "scope_id", scope);
        return bytes;
    }

    static byte[] dl(int index, String name) {
        byte[] bytes = new byte[Layout.SOCKADDR_DL.size];
        Layout.SOCKADDR_DL.put(bytes, 0, "len", bytes.length);
        Layout.SOCKADDR_DL.put(bytes, 0, "family", 18);
        Layout.SOCKADDR_DL.put(bytes, 0, "index", index);
        Layout.SOCKADDR_DL.put(bytes, 0, "nlen", name.length());
        Layout.SOCKADDR_DL.put(bytes, 0, "data", name.getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    /// The same sockaddr with another stated length and family; bytes beyond the length are garbage.
    static byte[] cut(byte[] sockaddr, int length, int family) {
        byte[] bytes = Arrays.copyOf(sockaddr, Math.max(sockaddr.length, (length + 7) / 8 * 8));
        for (int i = Math.max(2, length); i < bytes.length; i++) {
            bytes[i] = (byte) 0xa5;
        }
        bytes[0] = (byte) length;
        bytes[1] = (byte) family;
        return bytes;
    }

    private static byte[] ip(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
