// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.promises;

import java.util.ArrayList;
import java.util.List;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;

/// What an object cannot be without.
final class Parents {
    private Parents() {}

    /// What it is a part of, and must go before.
    static List<RoutingKey> of(RoutingObject object) {
        return switch (object) {
            case Ifd _, RtTable _, ExtensionObject _ -> List.of();
            case Ifl ifl -> List.of(new Ifd.Key(ifl.ifd()));
            case Iff iff -> List.of(new Ifl.Key(iff.ifl()));
            case Ifa ifa -> List.of(new Iff.Key(ifa.ifl(), ifa.family()));
            case Route route -> List.of(route.key().tableKey());
            case Redirect redirect ->
                List.of(new RtTable.Key(redirect.key().table(), redirect.key().destination().family()));
            case RtStats stats -> List.of(stats.key().tableKey());
        };
    }

    /// What must be there when it comes: also the interfaces that a route leads through. It may be led elsewhere after one of those went.
    static List<RoutingKey> needed(RoutingObject object) {
        List<RoutingKey> needed = new ArrayList<>(of(object));
        if (object instanceof Route route) {
            route.nexthops().forEach(leg -> needed.add(new Ifl.Key(leg.ifl())));
        }
        return needed;
    }
}
