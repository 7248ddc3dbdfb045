// SPDX-License-Identifier: Apache-2.0
package org.rtsock.reporter.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
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
import org.rtsock.journal.JournalReporter;
import org.rtsock.journal.ReporterContract;

final class RouteReporterTest extends ReporterContract<RouteReporter.Config> {
    private static final Route ROUTE = new Route(
            Route.Key.of(RtTable.MAIN, Prefix.parse("198.51.100.0/24"), 20),
            RouteProtocol.STATIC,
            RouteType.UNICAST,
            List.of(Nexthop.via(IpAddress.parse("192.0.2.9"), 7)),
            RouteState.STORED,
            null);

    RouteReporterTest() {
        super(ROUTE, RouteReporter.Config.class, RouteReporter::new);
    }

    @Test
    void routeAsNumbersLeadsToTheSameRecord() {
        JournalReporter<?> reporter = activate();
        Route changed = ROUTE.withNexthops(List.of(Nexthop.via(IpAddress.parse("192.0.2.10"), 8)));
        reporter.report(Operation.CHANGE, 0, new RouteRow().set(changed), 4, 3, new Cause.Driver("test"));
        reporter.published(4);
        assertEquals(changed, onlyValue(reporter, 4));
    }
}
