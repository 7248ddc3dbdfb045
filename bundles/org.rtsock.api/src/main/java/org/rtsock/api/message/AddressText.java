// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// The canonical text of an address: dotted decimal for IPv4, RFC 5952 for IPv6.
final class AddressText {
    private AddressText() {}

    static String of(IpAddress address) {
        StringBuilder text = new StringBuilder(40);
        if (address.family() == Family.INET) {
            dotted(address, 0, text);
        } else if (address.high() == 0 && address.low() >>> 32 == 0xffffL) {
            // RFC 5952 s. 5: IPv4-mapped addresses keep their dotted part.
            dotted(address, 12, text.append("::ffff:"));
        } else {
            hexadecimal(address, text);
        }
        return text.toString();
    }

    private static void dotted(IpAddress address, int from, StringBuilder text) {
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ".").append(address.byteAt(from + i) & 0xff);
        }
    }

    private static void hexadecimal(IpAddress address, StringBuilder text) {
        int start = -1;
        int longest = 1; // a single zero group is not shortened
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(address, end) == 0) {
                end++;
            }
            if (end - i > longest) {
                start = i;
                longest = end - i;
            }
            i = Math.max(i, end - 1);
        }
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                boolean first = i == 0 || i == start + longest && start >= 0;
                text.append(first ? "" : ":").append(Integer.toHexString(group(address, i)));
            }
        }
    }

    private static int group(IpAddress address, int index) {
        return (address.byteAt(2 * index) & 0xff) << 8 | address.byteAt(2 * index + 1) & 0xff;
    }
}
