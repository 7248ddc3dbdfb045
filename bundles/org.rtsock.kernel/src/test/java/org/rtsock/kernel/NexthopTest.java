// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.kernel.Refusals.assertRefused;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifa;
import static org.rtsock.kernel.Samples.ifd;
import static org.rtsock.kernel.Samples.ifl;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.on;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.via;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Route;

final class NexthopTest {
    private final KernelCore kernel = kernel("eth0", "eth1");

    private List<Nexthop> stored(Cause cause, Nexthop... nexthops) {
        List<Nexthop> stored = new ArrayList<>();
        kernel.commit(cause, tx -> stored.addAll(((Route) tx.put(route("10.0.0.0/8", nexthops))).nexthops()));
        return stored;
    }

    private void refused(Errno errno, String text, Nexthop nexthop) {
        assertRefused(kernel, REQUEST, errno, text, tx -> tx.add(route("10.9.0.0/16", nexthop)));
    }

    @Test
    void nameIsTheHostsWhateverTheRequestSays() {
        kernel.commit(NETLINK, tx -> tx.add(new Ifl(5, "eth0.5", 1, 5, true)));
        assertEquals(
                List.of(via("192.0.1.9", 1, "eth0"), on(5, "eth0.5")), stored(REQUEST, via("192.0.1.9", 1, "lie"), Nexthop.on(5)));
    }

    @Test
    void interfaceIsFoundByItsName() {
        kernel.commit(NETLINK, tx -> tx.add(new Ifl(5, "eth0.5", 1, 5, true)));
        assertEquals(
                List.of(via("192.0.9.9", 2, "eth1"), on(5, "eth0.5"), on(1, "eth0")),
                stored(REQUEST, via("192.0.9.9", 0, "eth1"), on(0, "eth0.5"), on(0, "eth0.0")));
        refused(Errno.ENODEV, "dev nosuch: no such interface", via("192.0.1.9", 0, "nosuch"));
    }

    @Test
    void hostNameGoesBeforeOwnName() {
        kernel.commit(NETLINK, tx -> tx.add(new Ifl(5, "eth1", 1, 5, true)));
        assertEquals(List.of(on(2, "eth1")), stored(REQUEST, on(0, "eth1")));
    }

    @Test
    void nameOfTheDeviceIsNoLongerFoundAfterItsRenaming() {
        kernel.commit(NETLINK, tx -> {
            tx.put(ifd(1, "wan0"));
            tx.put(ifl(1, "wan0"));
        });
        refused(Errno.ENODEV, "dev eth0: no such interface", on(0, "eth0"));
        assertEquals(List.of(on(1, "wan0")), stored(REQUEST, on(0, "wan0")));
    }

    @Test
    void interfaceIsFoundByTheGatewaysNetwork() {
        assertEquals(List.of(via("192.0.2.9", 2, "eth1")), stored(REQUEST, via("192.0.2.9", 0)));
        refused(Errno.ENETUNREACH, "gateway 192.0.9.9 is on no connected network", via("192.0.9.9", 0));
        refused(Errno.ENETUNREACH, "gateway 2001:db8::9 is on no connected network", via("2001:db8::9", 0));
        kernel.commit(NETLINK, tx -> tx.add(ifa(2, "2001:db8::1/64")));
        assertEquals(List.of(via("2001:db8::9", 2, "eth1")), stored(REQUEST, via("2001:db8::9", 0)));
    }

    @Test
    void longestConnectedNetworkWinsThenTheLowestIndex() {
        kernel.commit(NETLINK, tx -> {
            tx.add(ifa(2, "192.0.1.129/25"));
            tx.add(ifa(2, "198.51.100.2/24"));
            tx.add(ifa(1, "198.51.100.1/24"));
        });
        assertEquals(
                List.of(via("192.0.1.9", 1, "eth0"), via("192.0.1.200", 2, "eth1"), via("198.51.100.9", 1, "eth0")),
                stored(REQUEST, via("192.0.1.9", 0), via("192.0.1.200", 0), via("198.51.100.9", 0)));
    }

    @Test
    void networkOfAnInterfaceThatIsDownIsNotConnected() {
        kernel.commit(NETLINK, tx -> tx.put(new Ifl(2, "eth1.0", 2, 0, false)));
        refused(Errno.ENETUNREACH, "gateway 192.0.2.9 is on no connected network", via("192.0.2.9", 0));
        kernel.commit(NETLINK, tx -> tx.put(new Ifd(1, "eth0", MacAddress.NONE, 1500, false, false, "ether")));
        refused(Errno.ENETUNREACH, "gateway 192.0.1.9 is on no connected network", via("192.0.1.9", 0));
    }

    @Test
    void networkGoesWithItsLastAddress() {
        kernel.commit(NETLINK, tx -> {
            tx.add(ifa(1, "192.0.1.2/24"));
            tx.delete(ifa(1, "192.0.1.1/24").key());
        });
        assertEquals(List.of(via("192.0.1.9", 1, "eth0")), stored(REQUEST, via("192.0.1.9", 0)));
        kernel.commit(NETLINK, tx -> tx.delete(ifa(1, "192.0.1.2/24").key()));
        assertRefused(
                kernel,
                REQUEST,
                Errno.ENETUNREACH,
                "gateway 192.0.1.9 is on no connected network",
                tx -> tx.change(route("10.0.0.0/8", via("192.0.1.9", 0))));
    }

    @Test
    void requestMustTellSomethingOfTheInterface() {
        refused(Errno.EINVAL, "next hop names neither gateway nor interface", Nexthop.on(0));
        refused(Errno.EINVAL, "gateway fe80::1 is link-local, so the interface must be named", via("fe80::1", 0));
    }

    @Test
    void driversNextHopWithoutInterfaceStaysSo() {
        assertEquals(List.of(via("192.0.1.9", 0)), stored(NETLINK, via("192.0.1.9", 0, "ignored")));
    }
}
