// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;

/// Requests in words, and what comes of them in words.
final class RouteSpeech {
    private final Iterator<String> words;
    private final List<Nexthop> nexthops = new ArrayList<>();
    private final List<RouteMetrics.Entry> metrics = new ArrayList<>();
    private final Set<RouteFlag> flags = EnumSet.noneOf(RouteFlag.class);
    private RouteType kind = RouteType.UNICAST;
    private Level level = Level.STORED;
    private Lookup lookup = Lookup.LONGEST;
    private int table = RtTable.MAIN;
    private int protocol = RouteProtocol.STATIC;
    private Family family = Family.INET;
    private @Nullable IpAddress author;
    private long adds;

    private RouteSpeech(List<String> words) {
        this.words = words.iterator();
    }

    static RouteRequest request(String text) {
        return new RouteSpeech(List.of(text.split(" "))).request();
    }

    private RouteRequest request() {
        Operation operation = Operation.valueOf(words.next().toUpperCase(Locale.ROOT));
        String type = words.next();
        String name = words.next();
        while (words.hasNext()) {
            option(words.next());
        }
        RoutingObject object =
                switch (type) {
                    case "route" -> route(Prefix.parse(name));
                    case "redirect" -> redirect(Prefix.parse(name));
                    case "rttable" -> new RtTable(Integer.parseInt(name), "t" + name, family);
                    case "rtstats" ->
                        new RtStats(
                                new RtStats.Key(table, family, Integer.parseInt(name)), 0, Counts.ZERO.plus(Counter.ADDS, adds));
                    case "ifd" -> Router.ifd(Integer.parseInt(name));
                    default -> throw new IllegalArgumentException("no such type: " + type);
                };
        return new RouteRequest(operation, object, level, lookup, 0, 1);
    }

    private void option(String word) {
        switch (word) {
            case "via" -> nexthops.add(Nexthop.via(address(), 0));
            case "dev" -> nexthops.add(new Nexthop(null, 0, words.next(), 1));
            case "from" -> author = address();
            case "table" -> table = Integer.parseInt(words.next());
            case "proto" -> protocol = Integer.parseInt(words.next());
            case "family" -> family = Family.ofWord(words.next());
            case "adds" -> adds = Long.parseLong(words.next());
            case "programmed" -> level = Level.PROGRAMMED;
            case "exact", "prefix", "reported" -> lookup = Lookup.valueOf(word.toUpperCase(Locale.ROOT));
            case "blackhole", "nat", "broadcast" -> kind = RouteType.valueOf(word.toUpperCase(Locale.ROOT));
            case "dynamic", "modified", "xresolve", "proto1" -> flags.add(RouteFlag.valueOf(word.toUpperCase(Locale.ROOT)));
            default -> metric(word);
        }
    }

    /// `mtu 1400`, `mtu lock 1400`, `mtu lock`: the last one with value 0.
    private void metric(String word) {
        RouteMetric metric = RouteMetric.valueOf(word.toUpperCase(Locale.ROOT));
        String value = words.next();
        boolean locked = value.equals("lock");
        metrics.add(new RouteMetrics.Entry(metric, Long.parseLong(locked ? words.next() : value), locked));
    }

    private IpAddress address() {
        return IpAddress.parse(words.next());
    }

    private Route route(Prefix prefix) {
        return new Route(
                Route.Key.of(table, prefix, 0),
                new RouteAttributes(protocol, kind, nexthops, RouteState.STORED, null, new RouteMetrics(metrics), flags));
    }

    private Redirect redirect(Prefix destination) {
        IpAddress any = destination.address();
        IpAddress gateway = nexthops.isEmpty() ? any : nexthops.getFirst().gateway();
        return new Redirect(
                new Redirect.Key(table, destination), gateway == null ? any : gateway, author == null ? any : author, false);
    }

    /// The request's operation, the object, and what became of it.
    static String done(RouteRequest request, RoutingObject object) {
        return verb(request) + " " + text(object) + " done";
    }

    static String refused(RouteRequest request, Errno errno) {
        return verb(request) + " " + name(request.object()) + " " + errno;
    }

    private static String verb(RouteRequest request) {
        return request.operation().name().toLowerCase(Locale.ROOT);
    }

    private static String name(RoutingObject object) {
        return switch (object) {
            case Route route -> "route " + route.key().prefix();
            case Redirect redirect -> "redirect " + redirect.key().destination();
            case RtTable table -> "rttable " + table.id();
            case RtStats stats -> "rtstats " + stats.key().protocol();
            default -> object.key().text();
        };
    }

    private static String text(RoutingObject object) {
        StringBuilder text = new StringBuilder(name(object));
        switch (object) {
            case Route route -> {
                text.append(route.kind() == RouteType.UNICAST ? "" : " " + route.kind().word());
                route.nexthops().forEach(hop -> text.append(hop.gateway() == null ? "" : " via " + hop.gateway())
                        .append(" dev ").append(hop.ifname()));
                route.metrics().entries().forEach(entry -> text.append(' ').append(entry.metric().word())
                        .append(entry.locked() ? " lock " : " ").append(entry.value()));
                route.flags().forEach(flag -> text.append(' ').append(flag.word()));
            }
            case Redirect redirect ->
                text.append(" via ").append(redirect.gateway()).append(" from ").append(redirect.author())
                        .append(redirect.modified() ? " modified" : "");
            case RtStats stats -> {
                text.append(" routes ").append(stats.routes());
                for (Counter counter : Counter.values()) {
                    text.append(stats.count(counter) == 0 ? "" : " " + counter.word() + " " + stats.count(counter));
                }
            }
            case RtTable table -> text.append(' ').append(table.name());
            default -> {}
        }
        return text.toString();
    }
}
