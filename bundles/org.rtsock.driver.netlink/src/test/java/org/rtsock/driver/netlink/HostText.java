// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;

/// One line an object, sorted: from what `ip -json` says, and from what the kernel core holds.
final class HostText {
    private final TestNamespace namespace;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private HostText(TestNamespace namespace) {
        this.namespace = namespace;
    }

    /// What `ip` shows in a namespace.
    static List<String> ofHost(TestNamespace namespace) throws IOException {
        HostText text = new HostText(namespace);
        text.query("-d -json link").forEach(text::link);
        text.query("-json addr").forEach(text::addresses);
        text.query("-4 -N -json route show table all").forEach(route -> text.route(Family.INET, route));
        text.query("-6 -N -json route show table all").forEach(route -> text.route(Family.INET6, route));
        Collections.sort(text.lines);
        return text.lines;
    }

    private List<Map<String, Object>> query(String arguments) throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object object : JSON.std.listFrom(namespace.ip(arguments))) {
            objects.add(map(object));
        }
        return objects;
    }

    private void link(Map<String, Object> link) {
        if (!link.containsKey("ifname")) {
            return; // ip(8) prints an empty object for each link that it filtered out
        }
        int index = number(link, "ifindex", 0);
        indexes.put(text(link, "ifname", ""), index);
        List<?> flags = (List<?>) link.getOrDefault("flags", List.of());
        Object info = link.get("linkinfo");
        String kind = info == null ? "" : text(map(info), "info_kind", "");
        lines.add("ifd %d %s %s mtu %d %s %s %s"
                .formatted(
                        index,
                        text(link, "ifname", ""),
                        text(link, "address", ""),
                        number(link, "mtu", 0),
                        flags.contains("UP"),
                        flags.contains("LOWER_UP"),
                        kind.isEmpty() ? text(link, "link_type", "") : kind));
        lines.add("iff " + index + " inet");
        if (link.containsKey("inet6_addr_gen_mode")) {
            lines.add("iff " + index + " inet6");
        }
    }

    private void addresses(Map<String, Object> link) {
        for (Object entry : (List<?>) link.getOrDefault("addr_info", List.of())) {
            Map<String, Object> address = map(entry);
            if (address.containsKey("local")) {
                String local = text(address, "local", "");
                String peer = text(address, "address", "-");
                IpAddress far = IpAddress.parse(peer.equals("-") ? local : peer);
                Prefix prefix = Prefix.containing(far, number(address, "prefixlen", 0));
                lines.add("ifa %d %s %s brd %s peer %s"
                        .formatted(number(link, "ifindex", 0), local, prefix, text(address, "broadcast", "-"), peer));
            }
        }
    }

    private void route(Family family, Map<String, Object> route) {
        StringBuilder legs = new StringBuilder();
        if (route.containsKey("nexthops")) {
            ((List<?>) route.get("nexthops")).forEach(leg -> legs.append(leg(map(leg))));
        } else if (route.containsKey("dev")) {
            legs.append(leg(route));
        }
        String from = text(route, "from", "");
        lines.add(route(
                text(route, "table", "254"),
                prefix(family, text(route, "dst", "")),
                number(route, "metric", 0),
                Integer.decode(text(route, "tos", "0")),
                from.isEmpty() ? null : prefix(family, from),
                Integer.parseInt(text(route, "protocol", "3")),
                RouteType.of(Integer.parseInt(text(route, "type", "1"))),
                metrics(route) + legs));
    }

    /// `ip -json` does not tell which are locked.
    private static String metrics(Map<String, Object> route) {
        StringBuilder text = new StringBuilder();
        for (Object entry : (List<?>) route.getOrDefault("metrics", List.of())) {
            Map<String, Object> metrics = map(entry);
            text.append(metric("mtu", number(metrics, "mtu", 0)));
            text.append(metric("hopcount", number(metrics, "hoplimit", 0)));
            text.append(metric("ssthresh", number(metrics, "ssthresh", 0)));
            text.append(metric("rtt", 1000L * number(metrics, "rtt", 0)));
            text.append(metric("rttvar", 1000L * number(metrics, "rttvar", 0)));
        }
        return text.toString();
    }

    private static String metric(String word, long value) {
        return value == 0 ? "" : " " + word + " " + value;
    }

    private String leg(Map<String, Object> leg) {
        Object via = leg.get("via");
        String gateway = via != null ? text(map(via), "host", "") : text(leg, "gateway", "-");
        return leg(gateway, indexes.getOrDefault(text(leg, "dev", ""), -1), number(leg, "weight", 1));
    }

    /// What a kernel core holds.
    static List<String> ofKernel(List<RoutingObject> state) {
        List<String> lines = new ArrayList<>();
        for (RoutingObject object : state) {
            switch (object) {
                case Ifd ifd ->
                    lines.add("ifd %d %s %s mtu %d %s %s %s"
                            .formatted(ifd.index(), ifd.name(), ifd.mac(), ifd.mtu(), ifd.up(), ifd.running(), ifd.kind()));
                case Iff iff -> lines.add("iff " + iff.ifl() + " " + iff.family().word());
                case Ifa ifa ->
                    lines.add("ifa %d %s %s brd %s peer %s"
                            .formatted(ifa.ifl(), ifa.local(), ifa.prefix(), orDash(ifa.broadcast()), orDash(ifa.peer())));
                case Route route -> lines.add(route(route));
                default -> {}
            }
        }
        Collections.sort(lines);
        return lines;
    }

    private static String route(Route route) {
        Route.Key key = route.key();
        StringBuilder legs = new StringBuilder();
        for (Nexthop leg : route.nexthops()) {
            legs.append(leg(orDash(leg.gateway()), leg.ifl(), leg.weight()));
        }
        return route(
                Integer.toUnsignedString(key.table()),
                key.prefix(),
                Integer.toUnsignedLong(key.priority()),
                key.tos(),
                key.source(),
                route.protocol(),
                route.kind(),
                metrics(route) + legs);
    }

    private static String metrics(Route route) {
        StringBuilder text = new StringBuilder();
        route.metrics().entries().forEach(entry -> text.append(metric(entry.metric().word(), entry.value())));
        return text.toString();
    }

    private static String route(
            String table, Prefix prefix, long metric, int tos, @Nullable Prefix from, int protocol, RouteType type, String legs) {
        return "route %s %s metric %d tos %d from %s proto %d %s%s"
                .formatted(table, prefix, metric, tos, from, protocol, type.word(), legs);
    }

    private static String leg(String gateway, int index, int weight) {
        return " [" + gateway + " dev " + index + " weight " + weight + "]";
    }

    private static String orDash(@Nullable IpAddress address) {
        return address == null ? "-" : address.toString();
    }

    private static Prefix prefix(Family family, String text) {
        return text.equals("default") ? Prefix.all(family) : Prefix.parse(text);
    }

    private static String text(Map<String, Object> object, String name, String otherwise) {
        return String.valueOf(object.getOrDefault(name, otherwise));
    }

    private static int number(Map<String, Object> object, String name, int otherwise) {
        return ((Number) object.getOrDefault(name, otherwise)).intValue();
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys
    private static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }
}
