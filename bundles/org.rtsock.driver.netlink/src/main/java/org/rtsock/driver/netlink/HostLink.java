// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.ArrayList;
import java.util.List;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.RoutingObject;

/// A link as the host describes it.
///
/// @param lower    for a VLAN the index of the link that carries it; 0 when that is not in this namespace, and for all other links
/// @param vlan     for a VLAN its id
/// @param inet     whether it speaks IPv4
/// @param inet6Mtu bytes of an IPv6 packet, 0 when it does not speak IPv6
record HostLink(
        int index,
        String name,
        MacAddress mac,
        int mtu,
        boolean up,
        boolean running,
        String kind,
        int lower,
        int vlan,
        boolean inet,
        int inet6Mtu) {
    /// Whether it is only a unit on another link's device.
    boolean isUnit() {
        return lower != 0;
    }

    boolean speaks(Family family) {
        return switch (family) {
            case INET -> inet;
            case INET6 -> inet6Mtu > 0;
        };
    }

    /// What it is in the kernel core, parents first.
    ///
    /// @param device index of the ifd that its ifl belongs to: its own, or for a unit the one at the bottom
    List<RoutingObject> objects(int device) {
        List<RoutingObject> objects = new ArrayList<>(4);
        if (device == index) {
            objects.add(new Ifd(index, name, mac, mtu, up, running, kind));
            objects.add(new Ifl(index, name + ".0", index, 0, up));
        } else {
            objects.add(new Ifl(index, name, device, vlan, up));
        }
        if (speaks(Family.INET)) {
            objects.add(new Iff(index, Family.INET, mtu));
        }
        if (speaks(Family.INET6)) {
            objects.add(new Iff(index, Family.INET6, inet6Mtu));
        }
        return objects;
    }
}
