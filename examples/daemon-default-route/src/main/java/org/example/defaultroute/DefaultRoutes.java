// SPDX-License-Identifier: Apache-2.0
package org.example.defaultroute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RoutingMessage;

/// The default routes that a listener was told of, and where the best one of each family leads. One thread.
final class DefaultRoutes {
    private static final String NOWHERE = "nowhere";
    private static final Comparator<Route> PREFERENCE = Comparator.<Route>comparingLong(
                    route -> Integer.toUnsignedLong(route.key().priority()))
            .thenComparingLong(route -> Integer.toUnsignedLong(route.key().instance()));

    private final Map<Route.Key, Route> routes = new HashMap<>();
    private final Map<Family, String> ways = new EnumMap<>(Family.class);

    /// Takes the next message.
    ///
    /// @return what has changed, a line each: only at a mark, because what stands before it is on the way from one state to another
    List<String> hear(RoutingMessage message) {
        switch (message) {
            case RoutingMessage.Event(Operation operation, Route route, _, _) when isDefault(route) -> {
                if (operation == Operation.DELETE) {
                    routes.remove(route.key());
                } else {
                    routes.put(route.key(), route);
                }
            }
            case RoutingMessage.Event _ -> {}
            case RoutingMessage.Reset reset -> {
                if (reset.type().equals(MessageType.ROUTE)) {
                    routes.clear();
                }
            }
            case RoutingMessage.Mark _ -> {
                return changes();
            }
        }
        return List.of();
    }

    private static boolean isDefault(Route route) {
        return route.key().prefix().length() == 0 && route.key().tos() == 0 && route.key().source() == null;
    }

    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (Family family : Family.values()) {
            String now = way(family);
            String before = ways.put(family, now);
            if (!now.equals(before == null ? NOWHERE : before)) {
                changes.add(family.word() + ": " + (before == null ? NOWHERE : before) + " -> " + now);
            }
        }
        return changes;
    }

    private String way(Family family) {
        return routes.values().stream()
                .filter(route -> route.key().family() == family && route.state() != RouteState.FAILED)
                .min(PREFERENCE)
                .map(DefaultRoutes::way)
                .orElse(NOWHERE);
    }

    private static String way(Route route) {
        return route.nexthops().isEmpty()
                ? route.kind().name().toLowerCase(Locale.ROOT)
                : route.nexthops().stream().map(DefaultRoutes::way).collect(Collectors.joining(", "));
    }

    private static String way(Nexthop nexthop) {
        return (nexthop.gateway() == null ? "" : "via " + nexthop.gateway() + " ") + "dev " + nexthop.ifname();
    }
}
