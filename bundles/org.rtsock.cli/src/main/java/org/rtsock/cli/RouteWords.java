// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// The words that describe a route on the command line, in the manner of `ip route`. Used once.
///
/// ```
/// add, change:     PREFIX { via GATEWAY | dev IFL | weight W | nexthop | table N | priority P | blackhole | reject
///                         | METRIC [lock] NUMBER | proto1 | proto2 | proto3 | xresolve }...
/// delete, losing:  PREFIX { table N | priority P }...
/// lock:            PREFIX { table N | priority P | METRIC [off] }...
/// ```
///
/// `via`, `dev` and `weight` belong to the `nexthop` before them, or to the only next hop when there is no such word. Metrics are those of
/// [MetricWords].
final class RouteWords {
    private final Operation operation;
    private final WordReader words;
    private final MetricWords metrics;
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
            boolean digits = true;
            for (int i = 0; i < word.length(); i++) {
                digits &= word.charAt(i) >= '0' && word.charAt(i) <= '9';
            }
            return digits;
        }
    }

    private RouteWords(Operation operation, List<String> words) {
        this.operation = operation;
        this.words = new WordReader(words);
        this.metrics = new MetricWords(this.words);
    }

    /// @param operation DELETE and LOSING take the words of the key only, so that nobody believes to delete one next hop of a route; LOCK
    ///                  takes metrics too
    /// @throws UsageException                     when the words make no route
    /// @throws org.rtsock.api.RoutingException EINVAL for a prefix that a kernel would refuse
    static Route parse(Operation operation, List<String> words) {
        return new RouteWords(operation, words).parse();
    }

    private Route parse() {
        String prefix = words.next("route", "a prefix");
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "table" -> table = Arguments.table(words.next(word, "a table"));
                case "priority" -> priority = Arguments.u32(word, words.next(word, "a number"), 0);
                default -> described(word);
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
                new RouteAttributes(
                        RouteProtocol.STATIC,
                        kind == null ? RouteType.UNICAST : kind,
                        nexthops,
                        RouteState.STORED,
                        null,
                        metrics.metrics(),
                        metrics.flags()));
    }

    private void described(String word) {
        switch (operation) {
            case ADD, CHANGE -> path(word);
            case LOCK -> {
                if (!metrics.takeLock(word)) {
                    throw new UsageException("'" + word + "' is neither a metric nor 'table N' or 'priority P', which name a route");
                }
            }
            default -> throw new UsageException("'" + word + "' is neither 'table N' nor 'priority P', which name a route");
        }
    }

    private void path(String word) {
        switch (word) {
            case "via" -> {
                Hop hop = hop();
                WordReader.once(word, hop.gateway == null);
                hop.gateway = Arguments.address("gateway", words.next(word, "a gateway"));
            }
            case "dev" -> {
                Hop hop = hop();
                WordReader.once(word, hop.interfaceWord == null);
                hop.interfaceWord = words.next(word, "an interface");
            }
            case "weight" -> {
                Hop hop = hop();
                WordReader.once(word, hop.weight == 0);
                hop.weight = (int) Arguments.number(word, words.next(word, "a number"), 1, 256);
            }
            case "nexthop" -> {
                WordReader.once("a next hop without the word 'nexthop'", hopsNamed || hops.isEmpty());
                hopsNamed = true;
                hops.add(new Hop());
            }
            case "blackhole" -> setKind(RouteType.BLACKHOLE);
            case "reject" -> setKind(RouteType.UNREACHABLE);
            default -> {
                // Last, for it looks through all of them, and a batch has a million words that are none.
                if (!metrics.takeValue(word) && !metrics.takeFlag(word)) {
                    throw new UsageException("'" + word + "' is not a word for a route");
                }
            }
        }
    }

    private Hop hop() {
        if (hops.isEmpty()) {
            hops.add(new Hop());
        }
        return hops.getLast();
    }

    private void setKind(RouteType type) {
        WordReader.once("blackhole or reject", kind == null);
        kind = type;
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
