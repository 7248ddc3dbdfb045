// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;

/// The routes that most programs write, the same as the peers': route `n` is the /24 at 20.0.0.0 + 256 n in the main table, through one of
/// a handful of gateways.
final class NumberedRoutes {
    /// More would reach into the multicast addresses.
    static final int MOST = 0xe0_0000 - 0x14_0000;
    /// Gateways, of which each set of attributes has one.
    static final int GATEWAYS = 8;

    private static final int FIRST = 0x1400_0000;
    private static final int LENGTH = 24;

    private final List<RouteAttributes> attributes;
    private final RouteRow row = new RouteRow().table(RtTable.MAIN);

    /// @param ifl    the interface that all of them lead through
    /// @param ifname its host name; given so that the kernel core has nothing to complete
    NumberedRoutes(int ifl, String ifname) {
        attributes = IntStream.range(0, GATEWAYS)
                .mapToObj(i -> new Nexthop(gateway(i), ifl, ifname, 1))
                .map(hop -> new RouteAttributes(
                        RouteProtocol.STATIC, RouteType.UNICAST, List.of(hop), RouteState.STORED, null))
                .toList();
    }

    private static IpAddress gateway(int choice) {
        return new IpAddress(Family.INET, (0xc000_0200L + gatewayByte(choice)) << 32, 0);
    }

    /// The last byte of the gateway of a choice: 192.0.2.1 for choice 0.
    static int gatewayByte(int choice) {
        return 1 + choice % GATEWAYS;
    }

    /// The row for a route with one of the gateways, lent until the next call.
    RouteRow row(int number, int choice) {
        return row.prefix(Family.INET, (long) address(number) << 32, 0, LENGTH).attributes(attributes.get(choice % GATEWAYS));
    }

    /// The address of a route as 32 bits.
    static int address(int number) {
        return FIRST + (number << 8);
    }

    /// The number of the route with an address; outside of 0 to [#MOST] for an address that none has.
    static int number(int address) {
        return address - FIRST >>> 8;
    }
}
