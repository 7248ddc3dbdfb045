// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import java.util.Arrays;
import java.util.List;
import org.rtsock.api.Cause;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// Short ways to the values that the tests of this package are about.
final class Samples {
    static final Cause NETLINK = new Cause.Driver("netlink");
    static final Cause FPM = new Cause.Driver("fpm");
    static final Cause REQUEST = new Cause.Request("unix", 42, 7);
    static final int MAIN = RtTable.MAIN;

    private Samples() {}

    static Ifd ifd(int index, String name) {
        return new Ifd(index, name, MacAddress.NONE, 1500, true, true, "ether");
    }

    /// The untagged unit of a device, with the device's index.
    static Ifl ifl(int index, String device) {
        return new Ifl(index, device + ".0", index, 0, true);
    }

    static Iff iff(int ifl, Family family) {
        return new Iff(ifl, family, 1500);
    }

    /// An address such as `192.0.2.1/24`.
    static Ifa ifa(int ifl, String text) {
        int slash = text.indexOf('/');
        IpAddress local = IpAddress.parse(text.substring(0, slash));
        return new Ifa(ifl, local, Prefix.containing(local, Integer.parseInt(text.substring(slash + 1))), null, null);
    }

    static RtTable table(int id, Family family) {
        return new RtTable(id, "t" + id, family);
    }

    static Route.Key key(int table, String prefix) {
        return Route.Key.of(table, Prefix.parse(prefix), 0);
    }

    static Route route(Route.Key key, RouteType kind, Nexthop... nexthops) {
        return new Route(key, RouteProtocol.STATIC, kind, List.of(nexthops), RouteState.STORED, null);
    }

    /// A unicast route in the main table.
    static Route route(String prefix, Nexthop... nexthops) {
        return route(key(MAIN, prefix), RouteType.UNICAST, nexthops);
    }

    static Nexthop via(String gateway, int ifl) {
        return Nexthop.via(IpAddress.parse(gateway), ifl);
    }

    static Nexthop via(String gateway, int ifl, String name) {
        return new Nexthop(IpAddress.parse(gateway), ifl, name, 1);
    }

    static Nexthop on(int ifl, String name) {
        return new Nexthop(null, ifl, name, 1);
    }

    /// A kernel whose driver has put the given devices from index 1 up, each with its untagged unit, both families and
    /// `192.0.<index>.1/24`, and the main tables.
    static KernelCore kernel(String... devices) {
        KernelCore kernel = new KernelCore(1000);
        kernel.commit(NETLINK, tx -> {
            for (Family family : Family.values()) {
                tx.put(table(MAIN, family));
            }
            int index = 0;
            for (String device : Arrays.asList(devices)) {
                index++;
                tx.put(ifd(index, device));
                tx.put(ifl(index, device));
                tx.put(iff(index, Family.INET));
                tx.put(iff(index, Family.INET6));
                tx.put(ifa(index, "192.0." + index + ".1/24"));
            }
        });
        return kernel;
    }
}
