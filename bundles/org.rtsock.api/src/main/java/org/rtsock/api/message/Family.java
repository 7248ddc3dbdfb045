// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Address family of an interface, address, table or route.
public enum Family {
    INET(2, "inet", 32),
    INET6(10, "inet6", 128);

    private final int number;
    private final String word;
    private final int bits;

    Family(int number, String word, int bits) {
        this.number = number;
        this.word = word;
        this.bits = bits;
    }

    /// Linux's `AF_` number, which is also what travels in frames.
    public int number() {
        return number;
    }

    /// The name in text and JSON.
    public String word() {
        return word;
    }

    /// Length of an address, bits.
    public int bits() {
        return bits;
    }

    /// Length of an address, bytes.
    public int bytes() {
        return bits / 8;
    }

    /// @throws RoutingException EAFNOSUPPORT for a number that is neither AF_INET nor AF_INET6
    public static Family ofNumber(int number) {
        return switch (number) {
            case 2 -> INET;
            case 10 -> INET6;
            default -> throw new RoutingException(Errno.EAFNOSUPPORT, "family " + number + " is neither inet (2) nor inet6 (10)");
        };
    }

    /// @throws RoutingException EAFNOSUPPORT for a word that is neither `inet` nor `inet6`
    public static Family ofWord(String word) {
        return switch (word) {
            case "inet" -> INET;
            case "inet6" -> INET6;
            default -> throw new RoutingException(Errno.EAFNOSUPPORT, "family '" + word + "' is neither inet nor inet6");
        };
    }
}
