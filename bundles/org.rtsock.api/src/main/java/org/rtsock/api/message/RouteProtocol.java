// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.Map;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Who made a route: the `RTPROT_` numbers of `uapi/linux/rtnetlink.h` and their usual names. Numbers without a name are as good.
public final class RouteProtocol {
    public static final int REDIRECT = 1;
    public static final int KERNEL = 2;
    public static final int BOOT = 3;
    public static final int STATIC = 4;

    /// Number to word.
    public static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(0, "unspec"),
            Map.entry(REDIRECT, "redirect"),
            Map.entry(KERNEL, "kernel"),
            Map.entry(BOOT, "boot"),
            Map.entry(STATIC, "static"),
            Map.entry(8, "gated"),
            Map.entry(9, "ra"),
            Map.entry(10, "mrt"),
            Map.entry(11, "zebra"),
            Map.entry(12, "bird"),
            Map.entry(13, "dnrouted"),
            Map.entry(14, "xorp"),
            Map.entry(15, "ntk"),
            Map.entry(16, "dhcp"),
            Map.entry(17, "mrouted"),
            Map.entry(18, "keepalived"),
            Map.entry(42, "babel"),
            Map.entry(99, "openr"),
            Map.entry(186, "bgp"),
            Map.entry(187, "isis"),
            Map.entry(188, "ospf"),
            Map.entry(189, "rip"),
            Map.entry(192, "eigrp"));

    private RouteProtocol() {}

    /// Checks the number of a protocol.
    ///
    /// @throws RoutingException EINVAL for one that is not 0 to 255
    public static void require(int number) {
        if (number < 0 || number > 255) {
            throw new RoutingException(Errno.EINVAL, "protocol " + number + " is not 0 to 255");
        }
    }

    /// The name, or the number in decimal.
    public static String word(int number) {
        String word = WORDS.get(number);
        return word != null ? word : Integer.toString(number);
    }
}
