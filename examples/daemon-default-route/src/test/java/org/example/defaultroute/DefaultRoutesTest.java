// SPDX-License-Identifier: Apache-2.0
package org.example.defaultroute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingMessage;

class DefaultRoutesTest {
    private final DefaultRoutes routes = new DefaultRoutes();
    private long version;

    private static Route route(String prefix, int priority, String gateway, RouteState state) {
        List<Nexthop> nexthops = List.of(new Nexthop(IpAddress.parse(gateway), 2, "eth0", 1));
        Route.Key key = Route.Key.of(254, Prefix.parse(prefix), priority);
        Errno failure = state == RouteState.FAILED ? Errno.ENETUNREACH : null;
        return new Route(key, RouteProtocol.STATIC, RouteType.UNICAST, nexthops, state, failure);
    }

    private static Route route(String prefix, int priority, String gateway) {
        return route(prefix, priority, gateway, RouteState.PROGRAMMED);
    }

    private static RoutingMessage event(Operation operation, Route route) {
        return new RoutingMessage.Event(operation, route, 1, new Cause.Driver("test"));
    }

    /// A cut with these messages and its mark.
    private List<String> cut(RoutingMessage... messages) {
        List<String> told = new ArrayList<>();
        for (RoutingMessage message : messages) {
            told.addAll(routes.hear(message));
        }
        told.addAll(routes.hear(new RoutingMessage.Mark(1, ++version, version == 1)));
        return told;
    }

    private List<String> add(Route route) {
        return cut(event(Operation.ADD, route));
    }

    @Test
    void mostPreferredOfEachFamilyIsTheWay() {
        assertEquals(List.of("inet: nowhere -> via 192.0.2.1 dev eth0"), add(route("0.0.0.0/0", 100, "192.0.2.1")));
        assertEquals(List.of(), add(route("0.0.0.0/0", 200, "192.0.2.2")));
        assertEquals(List.of("inet6: nowhere -> via 2001:db8::1 dev eth0"), add(route("::/0", 1, "2001:db8::1")));
        assertEquals(
                List.of("inet: via 192.0.2.1 dev eth0 -> via 192.0.2.3 dev eth0"), add(route("0.0.0.0/0", 50, "192.0.2.3")));
    }

    @Test
    void lostRouteGivesWayToTheNext() {
        Route best = route("0.0.0.0/0", 0, "192.0.2.1");
        cut(event(Operation.ADD, best), event(Operation.ADD, route("0.0.0.0/0", -1, "192.0.2.2")));
        assertEquals(
                List.of("inet: via 192.0.2.1 dev eth0 -> via 192.0.2.2 dev eth0"), cut(event(Operation.DELETE, best)));
    }

    @Test
    void nothingIsToldBetweenMarks() {
        Route route = route("0.0.0.0/0", 0, "192.0.2.1");
        add(route);
        assertEquals(List.of(), cut(event(Operation.DELETE, route), event(Operation.ADD, route)));
    }

    @Test
    void routeThatTheHostRefusedLeadsNowhere() {
        assertEquals(List.of(), add(route("0.0.0.0/0", 0, "192.0.2.1", RouteState.FAILED)));
    }

    @Test
    void otherRoutesDoNotMatter() {
        assertEquals(List.of(), add(route("10.0.0.0/8", 0, "192.0.2.1")));
    }

    @Test
    void resetForgetsAndWhatFollowsIsAllThereIs() {
        Route route = route("0.0.0.0/0", 0, "192.0.2.1");
        add(route);
        assertEquals(List.of(), cut(new RoutingMessage.Reset(MessageType.IFDEV, 2)));
        assertEquals(List.of(), cut(new RoutingMessage.Reset(MessageType.ROUTE, 2), event(Operation.ADD, route)));
        assertEquals(
                List.of("inet: via 192.0.2.1 dev eth0 -> nowhere"), cut(new RoutingMessage.Reset(MessageType.ROUTE, 2)));
    }
}
