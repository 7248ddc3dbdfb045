// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.List;
import java.util.Locale;

/// A kind of message, and so a kind of object in the kernel: number, names, place in the order of dependency.
///
/// The numbers 0 to 8 are those of `rts_msg_defs` (`RTM_NOP` to `RTM_IFADDR`); a plug-in takes one from [#FIRST_PLUGIN] up.
///
/// @param number 0 to 65535, unique in a running kernel
/// @param name   the constant's name without its prefix, such as `IFDEV`
/// @param word   the lower-case name in commands and JSON, such as `ifd`
/// @param rank   place in the order of dependency: parents have a lower rank than their children
/// @param flag   bit in the asynchronous mode flags (`RTSO_IFLISTEN_DEV`...), 0 when the type is asked for by its word only
public record MessageType(int number, String name, String word, int rank, int flag) implements Comparable<MessageType> {
    public static final MessageType NOP = new MessageType(0, "NOP", "nop", 0, 0);
    public static final MessageType RTTABLE = new MessageType(1, "RTTABLE", "rttable", 50, 0x10);
    public static final MessageType ROUTE = new MessageType(2, "ROUTE", "route", 60, 0x20);
    public static final MessageType REDIRECT = new MessageType(3, "REDIRECT", "redirect", 70, 0x40);
    public static final MessageType RTSTATS = new MessageType(4, "RTSTATS", "rtstats", 80, 0x80);
    public static final MessageType IFDEV = new MessageType(5, "IFDEV", "ifd", 10, 0x01);
    public static final MessageType IFLOGICAL = new MessageType(6, "IFLOGICAL", "ifl", 20, 0x02);
    public static final MessageType IFFAMILY = new MessageType(7, "IFFAMILY", "iff", 30, 0x04);
    public static final MessageType IFADDR = new MessageType(8, "IFADDR", "ifa", 40, 0x08);

    /// The types that Rtsock knows.
    public static final List<MessageType> BUILT_IN =
            List.of(NOP, RTTABLE, ROUTE, REDIRECT, RTSTATS, IFDEV, IFLOGICAL, IFFAMILY, IFADDR);

    /// The lowest number that a plug-in may take; those between are kept for types to come.
    public static final int FIRST_PLUGIN = 64;

    /// `RTSO_GROUP1`: devices, logical interfaces, families and addresses.
    public static final int GROUP1 = IFDEV.flag | IFLOGICAL.flag | IFFAMILY.flag | IFADDR.flag;

    public MessageType {
        if (number < 0 || number > 0xffff) {
            throw new IllegalArgumentException("message type number " + number + " is not 0 to 65535");
        }
        if (!word.equals(word.toLowerCase(Locale.ROOT)) || word.isEmpty()) {
            throw new IllegalArgumentException("message type word '" + word + "' is not lower case");
        }
    }

    /// Whether it is a plug-in's.
    public boolean isPlugin() {
        return number >= FIRST_PLUGIN;
    }

    /// Order of dependency: parents first.
    @Override
    public int compareTo(MessageType other) {
        int byRank = Integer.compare(rank, other.rank);
        return byRank != 0 ? byRank : Integer.compare(number, other.number);
    }
}
