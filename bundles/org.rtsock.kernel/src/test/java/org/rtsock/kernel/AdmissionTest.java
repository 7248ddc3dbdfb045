// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.kernel.Refusals.assertRefused;
import static org.rtsock.kernel.Samples.MAIN;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifa;
import static org.rtsock.kernel.Samples.ifd;
import static org.rtsock.kernel.Samples.ifl;
import static org.rtsock.kernel.Samples.iff;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.key;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.table;
import static org.rtsock.kernel.Samples.via;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;

final class AdmissionTest {
    private final KernelCore kernel = kernel("eth0");

    private void refused(Cause cause, Errno errno, String text, RoutingObject object) {
        assertRefused(kernel, cause, errno, text, tx -> tx.add(object));
        assertRefused(kernel, cause, errno, text, tx -> tx.put(object));
    }

    @Test
    void fieldsOfInterfacesAreInRange() {
        refused(NETLINK, Errno.EINVAL, "ifd index 0 is less than 1", ifd(0, "x"));
        refused(NETLINK, Errno.EINVAL, "name of ifd 2 is empty", ifd(2, ""));
        refused(NETLINK, Errno.EINVAL, "mtu of ifd 2 -1 is less than 0", new Ifd(2, "x", MacAddress.NONE, -1, true, true, ""));
        refused(NETLINK, Errno.EINVAL, "ifl index -3 is less than 1", new Ifl(-3, "x", 1, 0, true));
        refused(NETLINK, Errno.EINVAL, "name of ifl 3 is empty", new Ifl(3, "", 1, 0, true));
        refused(NETLINK, Errno.EINVAL, "unit of ifl 3 -1 is less than 0", new Ifl(3, "x", 1, -1, true));
        Iff iff = new Iff(1, Family.INET, -1);
        assertRefused(kernel, NETLINK, Errno.EINVAL, "mtu of iff inet of ifl 1 -1 is less than 0", tx -> tx.change(iff));
    }

    @Test
    void namesHaveABound() {
        String longest = "x".repeat(32);
        assertDoesNotThrow(() -> kernel.commit(NETLINK, tx -> tx.add(ifd(2, longest))));
        refused(NETLINK, Errno.ENAMETOOLONG, "name of ifd 3 '" + longest + "x' is longer than 32 bytes", ifd(3, longest + "x"));
        refused(
                NETLINK,
                Errno.ENAMETOOLONG,
                "name of table 9 inet '" + "ü".repeat(128) + "' is longer than 255 bytes",
                new RtTable(9, "ü".repeat(128), Family.INET));
    }

    @Test
    void keysAreUnique() {
        refusedAdd("ifd 1 exists, put by driver netlink", ifd(1, "other"));
        refusedAdd("ifl 1 exists, put by driver netlink", ifl(1, "other"));
        refusedAdd("iff inet of ifl 1 exists, put by driver netlink", iff(1, Family.INET));
        refusedAdd("ifa 192.0.1.1 with prefix 192.0.1.0/24 of ifl 1 exists, put by driver netlink", ifa(1, "192.0.1.1/24"));
        refusedAdd("table 254 inet exists, put by driver netlink", table(MAIN, Family.INET));
        kernel.commit(REQUEST, tx -> tx.add(route("10.0.0.0/8", via("192.0.1.9", 1))));
        refusedAdd("route 10.0.0.0/8 priority 0 in table 254 exists, put by unix", route("10.0.0.0/8", via("192.0.1.8", 1)));
    }

    private void refusedAdd(String text, RoutingObject object) {
        assertRefused(kernel, NETLINK, Errno.EEXIST, text, tx -> tx.add(object));
        assertRefused(kernel, REQUEST, Errno.EEXIST, text, tx -> tx.add(object));
    }

    @Test
    void whatIsNotThereCannotBeChangedOrDeleted() {
        Route.Key key = new Route.Key(-2, key(1, "10.0.0.0/8").prefix(), -1, 4, null, 5);
        String text = "route 10.0.0.0/8 priority 4294967295 tos 4 instance 5 in table 4294967294 does not exist";
        assertRefused(kernel, REQUEST, Errno.ESRCH, text, tx -> tx.change(route(key, RouteType.BLACKHOLE)));
        assertRefused(kernel, REQUEST, Errno.ESRCH, text, tx -> tx.delete(key));
        assertRefused(kernel, NETLINK, Errno.ESRCH, "ifd 7 does not exist", tx -> tx.change(ifd(7, "x")));
        assertEquals(1, kernel.commit(REQUEST, tx -> assertEquals(false, tx.remove(key))));
    }

    @Test
    void childrenNeedTheirParents() {
        refused(NETLINK, Errno.ENODEV, "ifd 7 does not exist", ifl(7, "x"));
        refused(NETLINK, Errno.ENODEV, "ifl 7 does not exist", iff(7, Family.INET));
        kernel.commit(NETLINK, tx -> tx.delete(new Iff.Key(1, Family.INET6)));
        refused(NETLINK, Errno.ENODEV, "iff inet6 of ifl 1 does not exist", ifa(1, "2001:db8::1/64"));
        assertRefused(
                kernel, NETLINK, Errno.ENODEV, "ifd 9 does not exist", tx -> tx.change(new Ifl(1, "eth0.0", 9, 0, true)));
    }

    @Test
    void routesNeedTheirTableAndInterfaces() {
        Route homeless = route(key(77, "10.0.0.0/8"), RouteType.BLACKHOLE);
        refused(REQUEST, Errno.ESRCH, "table 77 inet does not exist", homeless);
        refused(NETLINK, Errno.ESRCH, "table 77 inet does not exist", homeless);
        kernel.commit(NETLINK, tx -> tx.put(table(77, Family.INET6)));
        refused(REQUEST, Errno.ESRCH, "table 77 inet does not exist", homeless);
        refused(NETLINK, Errno.ENODEV, "ifl 9 does not exist", route("10.0.0.0/8", via("192.0.1.9", 9)));
        refused(REQUEST, Errno.ENODEV, "ifl 9 does not exist", route("10.0.0.0/8", via("192.0.1.9", 1), via("192.0.1.9", 9)));
    }

    @Test
    void addressesFitTheirFamily() {
        Ifa plain = ifa(1, "2001:db8::1/64");
        IpAddress inet = IpAddress.parse("192.0.2.9");
        String name = "ifa 2001:db8::1 with prefix 2001:db8::/64 of ifl 1";
        Ifa broadcast = new Ifa(1, plain.local(), plain.prefix(), inet, null);
        Ifa peer = new Ifa(1, plain.local(), plain.prefix(), null, inet);
        refused(NETLINK, Errno.EINVAL, "broadcast 192.0.2.9 of " + name + " is not for inet", broadcast);
        refused(NETLINK, Errno.EINVAL, "peer 192.0.2.9 of " + name + " is not inet6", peer);
    }

    @Test
    void unicastLeadsSomewhere() {
        refused(REQUEST, Errno.EINVAL, "unicast route 10.0.0.0/8 has no next hop", route("10.0.0.0/8"));
        refused(NETLINK, Errno.EINVAL, "unicast route 10.0.0.0/8 has no next hop", route("10.0.0.0/8"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BLACKHOLE", "UNREACHABLE", "PROHIBIT", "THROW"})
    void requestForNowhereHasNoNextHop(RouteType kind) {
        Route odd = route(key(MAIN, "2001:db8::/32"), kind, Nexthop.on(1));
        assertRefused(kernel, REQUEST, Errno.EINVAL, kind.word() + " route 2001:db8::/32 has next hops", tx -> tx.add(odd));
        kernel.commit(NETLINK, tx -> assertEquals(List.of(new Nexthop(null, 1, "eth0", 1)), ((Route) tx.put(odd)).nexthops()));
    }

    @Test
    void nextHopsHaveABound() {
        List<Nexthop> many = Collections.nCopies(1025, via("192.0.1.9", 1));
        Route wide = new Route(
                key(MAIN, "10.0.0.0/8"), RouteProtocol.BOOT, RouteType.UNICAST, many, RouteState.STORED, null);
        refused(NETLINK, Errno.EMSGSIZE, "1025 next hops are more than 1024", wide);
    }

    @Test
    void tableHasAnIdAndAName() {
        refused(NETLINK, Errno.EINVAL, "table 0 is not 1 to 4294967295", table(0, Family.INET));
        refused(NETLINK, Errno.EINVAL, "name of table 4294967295 inet is empty", new RtTable(-1, "", Family.INET));
    }

    @Test
    void extensionIsOfAPluginsType() {
        record Body(String text) implements ExtensionObject.Body {}
        ExtensionObject spoof = new ExtensionObject(new ExtensionObject.Key(MessageType.ROUTE, "x"), new Body("y"));
        refused(REQUEST, Errno.EINVAL, "type 2 of route is less than 64, the first of plug-ins", spoof);
    }
}
