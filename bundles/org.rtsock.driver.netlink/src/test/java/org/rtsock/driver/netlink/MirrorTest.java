// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rtsock.driver.netlink.MirrorFixture.address;
import static org.rtsock.driver.netlink.MirrorFixture.link;
import static org.rtsock.driver.netlink.MirrorFixture.vlan;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.Prefix;

class MirrorTest {
    private final MirrorFixture fixture = new MirrorFixture();

    @Test
    void linkIsADeviceWithItsUnitZeroAndFamilies() {
        assertTrue(fixture.get(new Ifd.Key(2)) instanceof Ifd ifd && ifd.name().equals("v0") && ifd.mtu() == 1500);
        assertEquals(new Ifl(2, "v0.0", 2, 0, true), fixture.get(new Ifl.Key(2)));
        assertEquals(new Iff(2, Family.INET, 1500), fixture.get(new Iff.Key(2, Family.INET)));
        assertEquals(new Iff(2, Family.INET6, 1500), fixture.get(new Iff.Key(2, Family.INET6)));
    }

    @Test
    void vlanIsAUnitOfTheDeviceAtTheBottom() {
        fixture.hear(new HostEvent.LinkSeen(vlan(7, 2, 20)), new HostEvent.LinkSeen(vlan(8, 7, 30)));
        assertEquals(new Ifl(7, "vlan20", 2, 20, true), fixture.get(new Ifl.Key(7)));
        assertEquals(new Ifl(8, "vlan30", 2, 30, true), fixture.get(new Ifl.Key(8)));
        assertFalse(fixture.has(new Ifd.Key(7)));
    }

    @Test
    void vlanOnAnUnknownLinkAsksForADump() {
        fixture.hear(new HostEvent.LinkSeen(vlan(7, 99, 20)));
        assertFalse(fixture.has(new Ifl.Key(7)));
        assertEquals(ResyncPlan.BOTH, fixture.owed());
    }

    @Test
    void renameKeepsTheObjects() {
        fixture.hear(new HostEvent.LinkSeen(link(2, "wan")));
        assertEquals(
                List.of("CHANGE Key[index=2]", "CHANGE Key[index=2]"),
                fixture.observed.takeLog());
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    @Test
    void downOrWithoutCarrierLeavesRoutesOpen() {
        fixture.hear(new HostEvent.LinkSeen(link(2, "v0", 1500, true, false, 1500)));
        assertEquals(ResyncPlan.BOTH, fixture.owed());
        fixture.hear(new HostEvent.LinkSeen(link(2, "v0", 1500, false, false, 1500)));
        assertEquals(ResyncPlan.BOTH, fixture.owed());
    }

    @Test
    void linkThatADumpFindsDownBeforeItIsAnnouncedLeavesRoutesOpen() {
        HostLink down = link(2, "v0", 1500, false, false, 1500);
        fixture.reconcile(new HostDump(List.of(down, link(3, "v1")), List.of(), List.of(), ResyncPlan.NONE, false), false);
        assertEquals(ResyncPlan.BOTH, fixture.owed());
        fixture.hear(new HostEvent.LinkSeen(down));
        assertEquals(ResyncPlan.BOTH, fixture.owed(), "the host acts when it announces");
    }

    @Test
    void linkThatStartsMayGetAnAddressWithoutAWord() {
        fixture.hear(new HostEvent.LinkSeen(link(2, "v0", 1500, true, false, 1500)));
        fixture.owed();
        fixture.hear(new HostEvent.LinkSeen(link(2, "v0", 1500, true, true, 1500)));
        assertTrue(fixture.plan.nanosUntilDue() < Long.MAX_VALUE);
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    @Test
    void anotherMtuMayEndInet6WithoutAWord() {
        fixture.hear(new HostEvent.LinkSeen(link(2, "v0", 1279, true, true, 1500)));
        assertEquals(ResyncPlan.INET6, fixture.owed());
    }

    @Test
    void familyThatEndsTakesItsAddresses() {
        Ifa address = address(2, "2001:db8::1", 64);
        fixture.hear(new HostEvent.AddressSeen(address), new HostEvent.LinkSeen(link(2, "v0", 1279, true, true, 0)));
        assertFalse(fixture.has(new Iff.Key(2, Family.INET6)));
        assertFalse(fixture.has(address.key()));
    }

    @Test
    void linkThatGoesTakesEverythingAlong() {
        fixture.hear(new HostEvent.AddressSeen(address(2, "10.0.0.1", 24)), new HostEvent.LinkGone(2));
        assertTrue(fixture.observed.state().stream().noneMatch(object -> object instanceof Ifa || object.key().equals(new Ifd.Key(2))));
        assertEquals(ResyncPlan.BOTH, fixture.owed());
    }

    @Test
    void addressOfAFamilyThatWasNotThereBringsIt() {
        fixture.hear(new HostEvent.LinkSeen(link(4, "v2", 1400, true, true, 0)), new HostEvent.AddressSeen(address(4, "fe80::1", 64)));
        assertEquals(new Iff(4, Family.INET6, 1400), fixture.get(new Iff.Key(4, Family.INET6)));
    }

    @Test
    void inetAddressThatGoesLeavesRoutesOpenAndInet6DoesNot() {
        fixture.hear(new HostEvent.AddressSeen(address(2, "10.0.0.1", 24)), new HostEvent.AddressSeen(address(2, "2001:db8::1", 64)));
        fixture.hear(new HostEvent.AddressGone(address(2, "2001:db8::1", 64)));
        assertEquals(Long.MAX_VALUE, fixture.plan.nanosUntilDue());
        fixture.hear(new HostEvent.AddressGone(address(2, "10.0.0.1", 24)));
        assertEquals(ResyncPlan.INET, fixture.owed());
    }

    @Test
    void addressWithAPeerAsksForInterfacesOnly() {
        IpAddress peer = IpAddress.parse("2001:db8::2");
        fixture.hear(new HostEvent.AddressSeen(new Ifa(2, IpAddress.parse("2001:db8::1"), Prefix.of(peer), null, peer)));
        assertTrue(fixture.plan.nanosUntilDue() < Long.MAX_VALUE);
        assertEquals(ResyncPlan.NONE, fixture.owed());
    }

    @Test
    void nexthopObjectThatGoesLeavesRoutesOpen() {
        fixture.hear(new HostEvent.NexthopGone());
        assertEquals(ResyncPlan.BOTH, fixture.owed());
    }
}
