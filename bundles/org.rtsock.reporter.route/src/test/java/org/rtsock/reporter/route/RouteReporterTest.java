// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.route;

import java.util.List;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.journal.ReporterContract;

final class RouteReporterTest extends ReporterContract<RouteReporter.Config> {
    RouteReporterTest() {
        super(
                new Route(
                        Route.Key.of(RtTable.MAIN, Prefix.parse("198.51.100.0/24"), 20),
                        RouteProtocol.STATIC,
                        RouteType.UNICAST,
                        List.of(Nexthop.via(IpAddress.parse("192.0.2.9"), 7)),
                        RouteState.STORED,
                        null),
                RouteReporter.Config.class,
                RouteReporter::new);
    }
}
