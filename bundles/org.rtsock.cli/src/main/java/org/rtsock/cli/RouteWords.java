// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// The words that describe a route on the command line, in the manner of `ip route`. Used once.
///
/// ```
/// PREFIX { via GATEWAY | dev IFL | weight W | nexthop | table N | priority P | blackhole | reject }...
/// ```
///
/// `via`, `dev` and `weight` belong to the `nexthop` before them, or to the only next hop when there is no such word.
final class RouteWords {
    private final boolean keyOnly;
    private final Iterator<String> words;
    private final List<Hop> hops = new ArrayList<>();
    private int table = RtTable.MAIN;
    private int priority;
    private @Nullable RouteType kind;
    private boolean hopsNamed;

    /// A next hop as far as it has been told.
    private static final class Hop {
        private @Nullable IpAddress gateway;
        private @Nullable String interfaceWord;
        private int weight;

        Nexthop build() {
            if (gateway == null && interfaceWord == null) {
                throw new UsageException("a next hop needs 'via GATEWAY' or 'dev IFL'");
            }
            int share = weight == 0 ? 1 : weight;
            if (interfaceWord != null && isNumber(interfaceWord)) {
                return new Nexthop(gateway, Arguments.u32("dev", interfaceWord, 1), "", share);
            }
            return new Nexthop(gateway, 0, interfaceWord == null ? "" : interfaceWord, share);
        }

        private static boolean isNumber(String word) {
            return word.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }

    private RouteWords(Operation operation, List<String> words) {
        this.keyOnly = operation == Operation.DELETE || operation == Operation.LOCK;
        this.words = words.iterator();
    }

    /// @param operation DELETE and LOCK take the words of the key only, so that nobody believes to delete one next hop of a route
    /// @throws UsageException                     when the words make no route
    /// @throws org.rtsock.api.RoutingException EINVAL for a prefix that a kernel would refuse
    static Route parse(Operation operation, List<String> words) {
        return new RouteWords(operation, words).parse();
    }

    private Route parse() {
        String prefix = next("route", "a prefix");
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "table" -> table = Arguments.table(next(word, "a table"));
                case "priority" -> priority = Arguments.u32(word, next(word, "a number"), 0);
                default -> path(word);
            }
        }
        List<Nexthop> nexthops = new ArrayList<>();
        for (Hop hop : hops) {
            nexthops.add(hop.build());
        }
        if (kind != null && !nexthops.isEmpty()) {
            throw new UsageException("a route that is " + kind.word() + " has no next hop");
        }
        return new Route(
                Route.Key.of(table, prefix.equals("default") ? Prefix.all(family()) : Arguments.prefix(prefix), priority),
                RouteProtocol.STATIC,
                kind == null ? RouteType.UNICAST : kind,
                nexthops,
                RouteState.STORED,
                null);
    }

    private void path(String word) {
        if (keyOnly) {
            throw new UsageException("'" + word + "' is neither 'table N' nor 'priority P', which name a route");
        }
        switch (word) {
            case "via" -> {
                Hop hop = hop();
                once(word, hop.gateway == null);
                hop.gateway = Arguments.address("gateway", next(word, "a gateway"));
            }
            case "dev" -> {
                Hop hop = hop();
                once(word, hop.interfaceWord == null);
                hop.interfaceWord = next(word, "an interface");
            }
            case "weight" -> {
                Hop hop = hop();
                once(word, hop.weight == 0);
                hop.weight = (int) Arguments.number(word, next(word, "a number"), 1, 256);
            }
            case "nexthop" -> {
                once("a next hop without the word 'nexthop'", hopsNamed || hops.isEmpty());
                hopsNamed = true;
                hops.add(new Hop());
            }
            case "blackhole" -> setKind(RouteType.BLACKHOLE);
            case "reject" -> setKind(RouteType.UNREACHABLE);
            default -> throw new UsageException("'" + word + "' is not a word for a route");
        }
    }

    private Hop hop() {
        if (hops.isEmpty()) {
            hops.add(new Hop());
        }
        return hops.getLast();
    }

    private void setKind(RouteType type) {
        once("blackhole or reject", kind == null);
        kind = type;
    }

    private static void once(String word, boolean first) {
        if (!first) {
            throw new UsageException("'" + word + "' stands twice");
        }
    }

    private String next(String word, String what) {
        if (!words.hasNext()) {
            throw new UsageException("'" + word + "' needs " + what + " after it");
        }
        return words.next();
    }

    /// The family of `default`: that of the first gateway, else inet.
    private Family family() {
        for (Hop hop : hops) {
            if (hop.gateway != null) {
                return hop.gateway.family();
            }
        }
        return Family.INET;
    }
}
