// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A message as a program with FreeBSD's headers would read it. Shares nothing with the code that is tested.
record Decoded(Layout header, ByteBuffer bytes, int start, Map<String, Decoded.Address> addresses) {
    private static final String[] NAMES = {"DST", "GATEWAY", "NETMASK", "GENMASK", "IFP", "IFA", "AUTHOR", "BRD"};

    /// @param text  the address; of an interface its name
    /// @param index of an interface; the scope of an IPv6 address
    /// @param mac   in hexadecimal
    record Address(int len, int family, String text, long index, String mac) {}

    /// All messages in a buffer, from position to limit.
    static List<Decoded> all(ByteBuffer bytes) {
        return all(bytes, false);
    }

    /// @param longer whether interfaces and addresses have the headers of NET_RT_IFLISTL
    static List<Decoded> all(ByteBuffer bytes, boolean longer) {
        List<Decoded> messages = new ArrayList<>();
        int start = bytes.position();
        while (start < bytes.limit()) {
            Decoded message = at(bytes, start, longer);
            messages.add(message);
            start += (int) message.number("msglen");
        }
        if (start != bytes.limit()) {
            throw new IllegalStateException("messages end at " + start + ", the bytes at " + bytes.limit());
        }
        return messages;
    }

    private static Decoded at(ByteBuffer bytes, int start, boolean longer) {
        int type = bytes.get(start + 3) & 0xff;
        Layout header = switch (type) {
            case 12, 13 -> longer ? Layout.IFA_MSGHDRL : Layout.IFA_MSGHDR;
            case 14 -> longer ? Layout.IF_MSGHDRL : Layout.IF_MSGHDR;
            case 17 -> Layout.IF_ANNOUNCEMSGHDR;
            case 128 -> Layout.SETSOCKOPT;
            case 129 -> Layout.SYSCTL;
            case 130 -> Layout.SHUTDOWN;
            case 131 -> Layout.RTSTAT;
            default -> Layout.RT_MSGHDR;
        };
        Map<String, Address> addresses = new LinkedHashMap<>();
        int end = start + (int) header.number(bytes, start, "msglen");
        int offset = start + header.size;
        long addrs = header.has("addrs") ? header.number(bytes, start, "addrs") : 0;
        if (header == Layout.SYSCTL) {
            offset += 4 * (int) header.number(bytes, start, "count");
        }
        for (int i = 0; i < NAMES.length; i++) {
            if ((addrs >>> i & 1) != 0) {
                int len = bytes.get(offset) & 0xff;
                addresses.put(NAMES[i], address(bytes, offset));
                offset += len == 0 ? 8 : (len + 7) / 8 * 8;
            }
        }
        if (offset != end) {
            throw new IllegalStateException("sockaddrs end at " + offset + ", the message at " + end);
        }
        return new Decoded(header, bytes, start, addresses);
    }

    private static Address address(ByteBuffer bytes, int offset) {
        int len = bytes.get(offset) & 0xff;
        int family = bytes.get(offset + 1) & 0xff;
        switch (family) {
            case 2 -> {
                return new Address(len, family, ip(Layout.SOCKADDR_IN.raw(bytes, offset, "addr")), 0, "");
            }
            case 28 -> {
                long scope = Layout.SOCKADDR_IN6.number(bytes, offset, "scope_id");
                return new Address(len, family, ip(Layout.SOCKADDR_IN6.raw(bytes, offset, "addr")), scope, "");
            }
            case 18 -> {
                Layout dl = Layout.SOCKADDR_DL;
                byte[] data = dl.raw(bytes, offset, "data");
                int nlen = (int) dl.number(bytes, offset, "nlen");
                int alen = (int) dl.number(bytes, offset, "alen");
                return new Address(
                        len,
                        family,
                        new String(data, 0, nlen, StandardCharsets.US_ASCII),
                        dl.number(bytes, offset, "index"),
                        HexFormat.ofDelimiter(":").formatHex(data, nlen, nlen + alen));
            }
            default -> throw new IllegalStateException("family " + family + " at " + offset);
        }
    }

    private static String ip(byte[] raw) {
        try {
            return InetAddress.getByAddress(raw).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String name) {
        return header.number(bytes, start, name);
    }

    int type() {
        return (int) number("type");
    }

    String name() {
        byte[] raw = header.raw(bytes, start, "name");
        int end = 0;
        while (raw[end] != 0) {
            end++;
        }
        return new String(raw, 0, end, StandardCharsets.US_ASCII);
    }

    /// The text of an address, a dash when there is none.
    String text(String name) {
        Address address = addresses.get(name);
        return address == null ? "-" : address.text();
    }

    /// Type, addresses and index in one line.
    String line() {
        return type() + " " + text("DST") + " " + text("GATEWAY") + " " + text("NETMASK") + " " + number("index");
    }
}
