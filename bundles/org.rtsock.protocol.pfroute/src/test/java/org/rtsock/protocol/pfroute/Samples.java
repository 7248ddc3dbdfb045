// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// Objects as tests want them, from text.
final class Samples {
    private Samples() {}

    static Nexthop via(String gateway, int ifl) {
        return new Nexthop(IpAddress.parse(gateway), ifl, "eth" + ifl, 1);
    }

    static Nexthop dev(int ifl) {
        return new Nexthop(null, ifl, "eth" + ifl, 1);
    }

    static Route route(String prefix, Nexthop... nexthops) {
        return route(RtTable.MAIN, prefix, 0, RouteType.UNICAST, nexthops);
    }

    static Route route(int table, String prefix, int priority, RouteType kind, Nexthop... nexthops) {
        Route.Key key = Route.Key.of(table, Prefix.parse(prefix), priority);
        return new Route(key, RouteProtocol.STATIC, kind, List.of(nexthops), RouteState.STORED, null);
    }

    static Redirect redirect(String destination, String gateway, String author, boolean modified) {
        Redirect.Key key = new Redirect.Key(RtTable.MAIN, Prefix.parse(destination));
        return new Redirect(key, IpAddress.parse(gateway), IpAddress.parse(author), modified);
    }

    static Ifa ifa(int ifl, String local, String prefix, @Nullable String broadcast, @Nullable String peer) {
        return new Ifa(
                ifl,
                IpAddress.parse(local),
                Prefix.parse(prefix),
                broadcast == null ? null : IpAddress.parse(broadcast),
                peer == null ? null : IpAddress.parse(peer));
    }

    static Ifd ifd(int index, String name, String kind) {
        return new Ifd(index, name, mac(index), 1500, true, true, kind);
    }

    static MacAddress mac(int last) {
        return MacAddress.ofBytes(new byte[] {2, 0, 0, 0, 0, (byte) last}, 0, 6);
    }
}
