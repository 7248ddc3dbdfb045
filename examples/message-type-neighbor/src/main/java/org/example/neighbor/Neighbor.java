// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;

/// Somebody on the link: what a host knows of an address that it sends to directly.
///
/// @param ifl     index of the logical interface that leads there
/// @param mac     link-layer address; [MacAddress#NONE] as long as it is not known
/// @param router  whether it says of itself that it forwards (NTF_ROUTER, IPv6 only)
/// @param learned whether a daemon learned it, not the host itself (NTF_EXT_LEARNED), such as a BGP daemon with EVPN
public record Neighbor(int ifl, IpAddress address, MacAddress mac, NeighborState state, boolean router, boolean learned)
        implements ExtensionObject.Body {
    /// Plug-ins' numbers begin at 64. Ranked behind what it depends on, the logical interface (20), and before routes (60). No flag:
    /// listeners ask for it by its word.
    public static final MessageType TYPE = new MessageType(64, "NEIGHBOR", "neighbor", 45, 0);

    /// What tells neighbors apart.
    public record Id(int ifl, IpAddress address) {
        /// As refusals and logs name it, behind the type's word.
        @Override
        public String toString() {
            return address + " on ifl " + ifl;
        }
    }

    /// The neighbor as the kernel core keeps it.
    public ExtensionObject object() {
        return new ExtensionObject(new ExtensionObject.Key(TYPE, new Id(ifl, address)), this);
    }

    /// The logical interface: when it goes, its neighbors go first, each with a delete of its own.
    @Override
    public RoutingKey parent() {
        return new Ifl.Key(ifl);
    }
}
