// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;

/// RTM_NEWADDR and RTM_DELADDR (FreeBSD `rtsock_addrmsg`): an `ifa_msghdr` with NETMASK, IFP, IFA, and BRD, which on a point-to-point link
/// is the other end.
final class AddressMessage {
    private AddressMessage() {}

    static void write(MessageWriter out, int type, Ifa ifa) {
        ByteBuffer header = out.begin(type, IfaMsghdr.LENGTH, IfaMsghdr.ADDRS);
        header.putShort(IfaMsghdr.INDEX, (short) ifa.ifl());
        out.netmask(ifa.family(), ifa.prefix().length());
        out.link(AddressBit.IFP, ifa.ifl(), 0, "", MacAddress.NONE);
        out.address(AddressBit.IFA, ifa.local(), ifa.ifl());
        IpAddress other = ifa.peer() != null ? ifa.peer() : ifa.broadcast();
        if (other != null) {
            out.address(AddressBit.BRD, other, ifa.ifl());
        }
    }
}
