// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.Filter;
import org.rtsock.client.replica.ReplicaState;
import org.rtsock.client.replica.RoutingReplica;

/// What the README of this bundle shows. The README quotes the lines between the markers; `ReadmeTest` sees to it, and runs them.
final class Example {
    private Example() {}

    static void run(Endpoint appliance) throws Exception {
        // README begin
        AsyncMode mode = new AsyncMode(0, Set.of("ifd", "rttable", "route"), Filter.NONE, null);
        try (RoutingReplica replica = RoutingReplica.open(appliance, mode);
                RoutingClient client = RoutingClient.connect(appliance)) {
            replica.onChange(cut -> cut.changes().forEach(System.out::println));
            replica.awaitState(Duration.ofSeconds(10));

            IpAddress gateway = IpAddress.parse("192.0.2.1");
            Route.Key key = Route.Key.of(RtTable.MAIN, Prefix.parse("198.51.100.0/24"), 0);
            Route route = new Route(
                    key, RouteProtocol.STATIC, RouteType.UNICAST, List.of(Nexthop.via(gateway, 0)), RouteState.STORED, null);
            long version = client.add(route).get().version();

            ReplicaState state = replica.awaitVersion(version, Duration.ofSeconds(10));
            System.out.println(state.longestMatch(RtTable.MAIN, IpAddress.parse("198.51.100.7")));

            // All or none, in one commit; when an item is refused, get() throws a BatchException that names it.
            client.transaction().delete(route).add(new RtTable(100, "blue", gateway.family())).commit().get();

            // A million routes, which nobody holds: full frames go out as they fill.
            try (BatchWriter batch = client.allOrNone(Level.STORED)) {
                RouteRow row = new RouteRow().attributes(route.attributes());
                for (long net = 0; net < 1_000_000; net++) {
                    batch.put(Operation.ADD, row.prefix(gateway.family(), 0x0a00_0000L + net * 16 << 32, 0, 28).table(100));
                }
                System.out.println(batch.commit().get());
            }
        }
        // README end
    }
}
