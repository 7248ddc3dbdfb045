// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.kernel.Reporters.present;
import static org.rtsock.kernel.Samples.MAIN;
import static org.rtsock.kernel.Samples.NETLINK;
import static org.rtsock.kernel.Samples.REQUEST;
import static org.rtsock.kernel.Samples.ifa;
import static org.rtsock.kernel.Samples.ifd;
import static org.rtsock.kernel.Samples.ifl;
import static org.rtsock.kernel.Samples.iff;
import static org.rtsock.kernel.Samples.kernel;
import static org.rtsock.kernel.Samples.key;
import static org.rtsock.kernel.Samples.on;
import static org.rtsock.kernel.Samples.route;
import static org.rtsock.kernel.Samples.table;
import static org.rtsock.kernel.Samples.via;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RtTable;
import org.rtsock.kernel.Reporters.Heard;

final class CascadeTest {
    private final KernelCore kernel = kernel("eth0", "eth1");
    private final Reporters reporters = Reporters.of(kernel);

    @AfterEach
    void detach() {
        reporters.close();
    }

    private void given(Route... routes) {
        kernel.commit(REQUEST, tx -> List.of(routes).forEach(tx::add));
        reporters.heard.clear();
    }

    private Route stored(String prefix) {
        return (Route) present(reporters.held(key(MAIN, prefix))).object();
    }

    @Test
    void deviceTakesAllBelowItChildrenFirstEachWithVersionAndCause() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1)), route("10.1.0.0/16", via("192.0.2.9", 2)));
        long version = kernel.commit(NETLINK, tx -> tx.delete(new Ifd.Key(1)));
        for (Heard report : reporters.heard) {
            assertEquals(version, report.version());
            assertEquals(NETLINK, report.cause());
        }
        assertEquals(
                List.of(
                        "DELETE route 10.0.0.0/8 priority 0 in table 254",
                        "DELETE ifa 192.0.1.1 with prefix 192.0.1.0/24 of ifl 1",
                        "DELETE iff inet of ifl 1",
                        "DELETE iff inet6 of ifl 1",
                        "DELETE ifl 1",
                        "DELETE ifd 1"),
                reporters.lines());
    }

    @Test
    void deleteReportTellsTheBirthOfTheObject() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1)));
        kernel.commit(NETLINK, tx -> tx.delete(new Ifl.Key(1)));
        assertEquals(2, reporters.heard.getFirst().born());
        assertEquals(1, reporters.heard.getLast().born());
    }

    @Test
    void multipathRouteLosesOnlyTheNextHopsThatWent() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1), via("192.0.2.9", 2), via("192.0.1.8", 1)));
        kernel.commit(NETLINK, tx -> tx.delete(new Ifl.Key(1)));
        assertEquals("CHANGE route 10.0.0.0/8 priority 0 in table 254", reporters.lines().getLast(), "after the deletes");
        assertEquals(List.of(via("192.0.2.9", 2, "eth1")), stored("10.0.0.0/8").nexthops());
        kernel.commit(NETLINK, tx -> tx.delete(new Ifl.Key(2)));
        assertTrue(reporters.lines().contains("DELETE route 10.0.0.0/8 priority 0 in table 254"));
    }

    @Test
    void bothInterfacesOfARouteMayGoInOneCommit() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1), via("192.0.2.9", 2)));
        kernel.commit(NETLINK, tx -> {
            tx.delete(new Ifl.Key(1));
            tx.delete(new Ifl.Key(2));
        });
        assertEquals(
                List.of(via("192.0.1.9", 1, "eth0"), via("192.0.2.9", 2, "eth1")),
                ((Route) reporters.heard.getFirst().object()).nexthops(),
                "the value that listeners know");
        assertEquals("DELETE route 10.0.0.0/8 priority 0 in table 254", reporters.lines().getFirst());
    }

    @Test
    void interfaceThatComesBackInTheCommitHasLostItsRoutes() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1)));
        kernel.commit(NETLINK, tx -> {
            tx.delete(new Ifl.Key(1));
            tx.add(ifl(1, "eth0"));
            tx.add(iff(1, Family.INET));
            tx.add(iff(1, Family.INET6));
            tx.add(ifa(1, "192.0.1.1/24"));
        });
        assertEquals(List.of("DELETE route 10.0.0.0/8 priority 0 in table 254"), reporters.lines());
    }

    @Test
    void tableTakesItsRoutesAndNoOthers() {
        kernel.commit(REQUEST, tx -> tx.add(table(7, Family.INET)));
        given(
                route(key(7, "10.0.0.0/8"), RouteType.BLACKHOLE),
                route(key(7, "0.0.0.0/0"), RouteType.UNREACHABLE),
                route(key(MAIN, "10.0.0.0/8"), RouteType.BLACKHOLE));
        kernel.commit(REQUEST, tx -> tx.delete(new RtTable.Key(7, Family.INET)));
        assertEquals(
                List.of(
                        "DELETE route 0.0.0.0/0 priority 0 in table 7",
                        "DELETE route 10.0.0.0/8 priority 0 in table 7",
                        "DELETE table 7 inet"),
                reporters.lines());
    }

    @Test
    void familiesAndAddressesGoWithoutTheRoutes() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1)));
        kernel.commit(NETLINK, tx -> tx.delete(new Iff.Key(1, Family.INET)));
        assertEquals(
                List.of("DELETE ifa 192.0.1.1 with prefix 192.0.1.0/24 of ifl 1", "DELETE iff inet of ifl 1"), reporters.lines());
    }

    @Test
    void addsComeParentsFirstWhateverTheOrderOfTypes() {
        given();
        kernel.commit(NETLINK, tx -> {
            tx.add(table(7, Family.INET));
            tx.delete(new Ifd.Key(2));
            tx.add(ifd(3, "eth2"));
            tx.add(ifl(3, "eth2"));
            tx.add(route(key(7, "10.0.0.0/8"), RouteType.UNICAST, Nexthop.on(3)));
            tx.add(iff(3, Family.INET));
            tx.add(ifa(3, "192.0.3.1/24"));
        });
        assertEquals(
                List.of(
                        "DELETE ifa 192.0.2.1 with prefix 192.0.2.0/24 of ifl 2",
                        "DELETE iff inet of ifl 2",
                        "DELETE iff inet6 of ifl 2",
                        "DELETE ifl 2",
                        "DELETE ifd 2",
                        "ADD ifd 3",
                        "ADD ifl 3",
                        "ADD iff inet of ifl 3",
                        "ADD ifa 192.0.3.1 with prefix 192.0.3.0/24 of ifl 3",
                        "ADD table 7 inet",
                        "ADD route 10.0.0.0/8 priority 0 in table 7"),
                reporters.lines());
    }

    @Test
    void renamedDeviceIsRenamedInItsRoutes() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1), via("192.0.2.9", 2)));
        kernel.commit(NETLINK, tx -> {
            tx.put(ifd(1, "wan0"));
            tx.put(ifl(1, "wan0"));
        });
        assertEquals(
                List.of("CHANGE ifd 1", "CHANGE ifl 1", "CHANGE route 10.0.0.0/8 priority 0 in table 254"), reporters.lines());
        assertEquals(List.of(via("192.0.1.9", 1, "wan0"), via("192.0.2.9", 2, "eth1")), stored("10.0.0.0/8").nexthops());
        assertEquals(NETLINK, present(reporters.held(key(MAIN, "10.0.0.0/8"))).cause());
    }

    @Test
    void deviceRenamedWithoutItsUnitLeavesTheUnitsOwnName() {
        given(route("10.0.0.0/8", via("192.0.1.9", 1)));
        kernel.commit(NETLINK, tx -> tx.put(ifd(1, "wan0")));
        assertEquals(List.of(via("192.0.1.9", 1, "eth0.0")), stored("10.0.0.0/8").nexthops());
    }

    @Test
    void renamedVlanIsRenamedInItsRoutesAndItsDeviceIsNot() {
        kernel.commit(NETLINK, tx -> tx.add(new Ifl(5, "eth0.5", 1, 5, true)));
        given(route("10.0.0.0/8", Nexthop.on(5)));
        kernel.commit(NETLINK, tx -> tx.put(ifd(1, "wan0")));
        assertEquals(List.of("CHANGE ifd 1"), reporters.lines());
        kernel.commit(NETLINK, tx -> tx.put(new Ifl(5, "blue", 1, 5, true)));
        assertEquals(List.of(on(5, "blue")), stored("10.0.0.0/8").nexthops());
    }
}
