// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.socket.RouteRequest.Level;

/// Words of the command line turned into values. What is not even the text of one is wrong use; a value that a kernel would refuse is
/// left to refuse itself, with the kernel's errno.
final class Arguments {
    private static final long U32_MAX = 0xffff_ffffL;

    private Arguments() {}

    static long number(String name, String text, long min, long max) {
        boolean digits = !text.isEmpty() && text.length() <= 19;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        try {
            long value = digits ? Long.parseLong(text) : -1;
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Nineteen digits beyond 2^63: out of range like the rest.
        }
        throw new UsageException(name + " '" + text + "' is not " + min + " to " + max);
    }

    /// A 32-bit number, unsigned in an int.
    static int u32(String name, String text, long min) {
        return (int) number(name, text, min, U32_MAX);
    }

    static int table(String text) {
        return switch (text) {
            case "main" -> RtTable.MAIN;
            case "local" -> RtTable.LOCAL;
            default -> u32("table", text, 1);
        };
    }

    /// What `--wait` names.
    static Level level(String text) {
        return switch (text) {
            case "stored" -> Level.STORED;
            case "programmed" -> Level.PROGRAMMED;
            default -> throw new UsageException("--wait '" + text + "' is neither stored nor programmed");
        };
    }

    static Family family(String text) {
        return switch (text) {
            case "inet" -> Family.INET;
            case "inet6" -> Family.INET6;
            default -> throw new UsageException("family '" + text + "' is neither inet nor inet6");
        };
    }

    /// A number, or one of the usual names.
    static int protocol(String text) {
        for (Map.Entry<Integer, String> known : RouteProtocol.WORDS.entrySet()) {
            if (known.getValue().equals(text)) {
                return known.getKey();
            }
        }
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            return (int) number("protocol", text, 0, 255);
        }
        throw new UsageException("protocol '" + text + "' is neither a number nor one of " + String.join(", ", protocolWords()));
    }

    private static Collection<String> protocolWords() {
        return new TreeMap<>(RouteProtocol.WORDS).values();
    }

    static IpAddress address(String name, String text) {
        try {
            return IpAddress.parse(text);
        } catch (RoutingException e) {
            throw new UsageException(name + " '" + text + "' is not an address");
        }
    }

    /// `ADDRESS/LENGTH`, or an address alone for all its bits.
    ///
    /// @throws RoutingException EINVAL for a length that the family does not have, and for host bits
    static Prefix prefix(String text) {
        int slash = text.indexOf('/');
        IpAddress address = address("prefix", slash < 0 ? text : text.substring(0, slash));
        return slash < 0
                ? Prefix.of(address)
                : new Prefix(address, (int) number("prefix length", text.substring(slash + 1), 0, Integer.MAX_VALUE));
    }

    static ResumePoint resumePoint(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new UsageException("--from '" + text + "' is not EPOCH:VERSION");
        }
        return new ResumePoint(
                number("epoch of --from", text.substring(0, colon), 1, Long.MAX_VALUE),
                number("version of --from", text.substring(colon + 1), 0, Long.MAX_VALUE));
    }

    /// The word of a message type, which may not exist yet.
    static String typeWord(String text) {
        boolean fits = !text.isEmpty() && text.charAt(0) >= 'a' && text.charAt(0) <= 'z';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            fits &= c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
        }
        if (!fits) {
            throw new UsageException("type '" + text + "' is not a word of lower-case letters and digits");
        }
        return text;
    }
}
