// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.rtsock.api.message.MacAddress;

/// Link-level address of a message (`struct sockaddr_dl`), 54 bytes that take 56: an interface by index and name, and its link-layer
/// address.
///
/// ```
///   +---------------+---------------+-------------------------------+
///  0| len (54)      | family (18)   | index, host order             |
///   +---------------+---------------+---------------+---------------+
///  4| type (IFT_)   | nlen          | alen          | slen          |
///   +---------------+---------------+---------------+---------------+
///  8| name (nlen bytes), link-layer address (alen), selector (slen) |
///   +---------------------------------------------------------------+
/// ```
final class SockaddrDl {
    static final int INDEX = 2;
    static final int TYPE = 4;
    static final int NLEN = 5;
    static final int ALEN = 6;
    static final int SLEN = 7;
    static final int DATA = 8;
    static final int LENGTH = 54;
    /// What a name may take, so that the longest link-layer address fits behind it.
    private static final int MAX_NAME = LENGTH - DATA - Long.BYTES;

    private SockaddrDl() {}

    /// Writes one over zeros.
    ///
    /// @param index 0 to 65535
    /// @param type  an IFT_ number, 0 when not known
    static void put(ByteBuffer message, int offset, int index, int type, String name, MacAddress mac) {
        int nlen = Math.min(name.length(), MAX_NAME);
        message.put(offset, (byte) LENGTH);
        message.put(offset + 1, (byte) FreebsdFamily.AF_LINK);
        message.putShort(offset + INDEX, (short) index);
        message.put(offset + TYPE, (byte) type);
        message.put(offset + NLEN, (byte) nlen);
        message.put(offset + ALEN, (byte) mac.length());
        putName(message, offset + DATA, name, nlen);
        for (int i = 0; i < mac.length(); i++) {
            message.put(offset + DATA + nlen + i, (byte) (mac.bits() >>> 8 * (mac.length() - 1 - i)));
        }
    }

    static int index(ByteBuffer message, int offset) {
        return Short.toUnsignedInt(message.getShort(offset + INDEX));
    }

    static String name(ByteBuffer message, int offset) {
        byte[] name = new byte[message.get(offset + NLEN) & 0xff];
        message.get(offset + DATA, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /// Bytes that a sockaddr with these lengths of name, address and selector must have.
    static int needed(ByteBuffer message, int offset) {
        return DATA
                + (message.get(offset + NLEN) & 0xff)
                + (message.get(offset + ALEN) & 0xff)
                + (message.get(offset + SLEN) & 0xff);
    }

    /// Writes the first characters of a name. Interfaces have ASCII names; anything else becomes a question mark.
    static void putName(ByteBuffer message, int offset, String name, int length) {
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            message.put(offset + i, (byte) (c < 0x80 ? c : '?'));
        }
    }
}
