// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// A link-layer address of 0 to 8 bytes, most often six: an Ethernet MAC.
///
/// @param bits   the bytes in order, right aligned
/// @param length number of bytes, 0 when the device has none
public record MacAddress(long bits, int length) {
    public static final MacAddress NONE = new MacAddress(0, 0);

    public MacAddress {
        if (length < 0 || length > 8 || length < 8 && bits >>> (8 * length) != 0) {
            throw new IllegalArgumentException("a link-layer address has 0 to 8 bytes, not " + length);
        }
    }

    /// Longer addresses (InfiniBand has 20 bytes) keep their last eight.
    public static MacAddress ofBytes(byte[] bytes, int offset, int length) {
        int kept = Math.min(length, 8);
        long bits = 0;
        for (int i = length - kept; i < length; i++) {
            bits = bits << 8 | bytes[offset + i] & 0xff;
        }
        return new MacAddress(bits, kept);
    }

    /// Two hexadecimal digits a byte, joined by colons; empty for [#NONE].
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(3 * length);
        for (int i = length - 1; i >= 0; i--) {
            int octet = (int) (bits >>> (8 * i)) & 0xff;
            text.append(text.isEmpty() ? "" : ":")
                    .append(Character.forDigit(octet >>> 4, 16))
                    .append(Character.forDigit(octet & 15, 16));
        }
        return text.toString();
    }
}
