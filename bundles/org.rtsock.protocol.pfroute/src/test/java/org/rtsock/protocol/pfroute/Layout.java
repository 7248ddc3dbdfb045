// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// FreeBSD's LP64 structures as tables of name, offset and size, written down from `net/route.h`, `net/if.h`, `net/if_dl.h`, `netinet/in.h`
/// and `netinet6/in6.h`. Shares nothing with the code that is tested.
final class Layout {
    static final Layout RT_MSGHDR = new Layout(152, """
            msglen 0 2, version 2 1, type 3 1, index 4 2, spare 6 2, flags 8 4, addrs 12 4, pid 16 4, seq 20 4, errno 24 4,
            fmask 28 4, inits 32 8, locks 40 8, mtu 48 8, hopcount 56 8, expire 64 8, recvpipe 72 8, sendpipe 80 8, ssthresh 88 8,
            rtt 96 8, rttvar 104 8, pksent 112 8, weight 120 8, nhidx 128 8, metric 136 8, filler 144 8""");
    static final Layout IF_MSGHDR = new Layout(168, """
            msglen 0 2, version 2 1, type 3 1, addrs 4 4, flags 8 4, index 12 2, spare 14 2, ifi_type 16 1, physical 17 1,
            addrlen 18 1, hdrlen 19 1, link_state 20 1, vhid 21 1, datalen 22 2, mtu 24 4, metric 28 4, baudrate 32 8, ipackets 40 8,
            ierrors 48 8, opackets 56 8, oerrors 64 8, collisions 72 8, ibytes 80 8, obytes 88 8, imcasts 96 8, omcasts 104 8,
            iqdrops 112 8, oqdrops 120 8, noproto 128 8, hwassist 136 8, epoch 144 8, lastchange_sec 152 8, lastchange_usec 160 8""");
    static final Layout IFA_MSGHDR = new Layout(
            20, "msglen 0 2, version 2 1, type 3 1, addrs 4 4, flags 8 4, index 12 2, spare 14 2, metric 16 4");
    static final Layout IF_MSGHDRL = new Layout(176, """
            msglen 0 2, version 2 1, type 3 1, addrs 4 4, flags 8 4, index 12 2, spare 14 2, len 16 2, data_off 18 2, spare2 20 4,
            ifi_type 24 1, physical 25 1, addrlen 26 1, hdrlen 27 1, link_state 28 1, vhid 29 1, datalen 30 2, mtu 32 4, metric 36 4,
            counters 40 136""");
    static final Layout IFA_MSGHDRL = new Layout(176, """
            msglen 0 2, version 2 1, type 3 1, addrs 4 4, flags 8 4, index 12 2, spare 14 2, len 16 2, data_off 18 2, metric 20 4,
            data 24 6, datalen 30 2, counters 32 144""");
    /// Of Rtsock's own, written down from the picture in its documentation.
    static final Layout SETSOCKOPT =
            new Layout(24, "msglen 0 2, version 2 1, type 3 1, seq 4 4, errno 8 4, level 12 4, option 16 4, value 20 4");
    static final Layout SYSCTL =
            new Layout(20, "msglen 0 2, version 2 1, type 3 1, seq 4 4, errno 8 4, family 12 4, count 16 4");
    static final Layout SHUTDOWN = new Layout(12, "msglen 0 2, version 2 1, type 3 1, seq 4 4, errno 8 4");
    static final Layout RTSTAT = new Layout(
            24, "msglen 0 2, version 2 1, type 3 1, badredirect 4 4, dynamic 8 4, newgateway 12 4, unreach 16 4, wildcard 20 4");
    static final Layout IF_ANNOUNCEMSGHDR =
            new Layout(24, "msglen 0 2, version 2 1, type 3 1, index 4 2, name 6 16, what 22 2");
    static final Layout SOCKADDR_IN = new Layout(16, "len 0 1, family 1 1, port 2 2, addr 4 4, zero 8 8");
    static final Layout SOCKADDR_IN6 =
            new Layout(28, "len 0 1, family 1 1, port 2 2, flowinfo 4 4, addr 8 16, scope_id 24 4");
    static final Layout SOCKADDR_DL =
            new Layout(54, "len 0 1, family 1 1, index 2 2, type 4 1, nlen 5 1, alen 6 1, slen 7 1, data 8 46");

    final int size;
    private final Map<String, int[]> fields = new LinkedHashMap<>();

    private Layout(int size, String table) {
        this.size = size;
        for (String row : table.split(",")) {
            String[] words = row.strip().split(" ");
            fields.put(words[0], new int[] {Integer.parseInt(words[1]), Integer.parseInt(words[2])});
        }
    }

    private int[] field(String name) {
        int[] field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return field;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /// A number in host byte order, as unsigned.
    long number(ByteBuffer bytes, int start, String name) {
        long value = 0;
        byte[] raw = raw(bytes, start, name);
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < raw.length; i++) {
            value = value << 8 | raw[little ? raw.length - 1 - i : i] & 0xff;
        }
        return value;
    }

    byte[] raw(ByteBuffer bytes, int start, String name) {
        int[] field = field(name);
        byte[] raw = new byte[field[1]];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = bytes.get(start + field[0] + i);
        }
        return raw;
    }

    void put(byte[] bytes, int start, String name, long value) {
        int[] field = field(name);
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < field[1]; i++) {
            bytes[start + field[0] + (little ? i : field[1] - 1 - i)] = (byte) (value >>> 8 * i);
        }
    }

    void put(byte[] bytes, int start, String name, byte[] value) {
        System.arraycopy(value, 0, bytes, start + field(name)[0], value.length);
    }

    /// Names of the fields that are not zero, for what must be.
    String[] used(ByteBuffer bytes, int start) {
        return fields.keySet().stream()
                .filter(name -> !Arrays.equals(raw(bytes, start, name), new byte[field(name)[1]]))
                .toArray(String[]::new);
    }
}
