// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;

/// RTM_NEWADDR and RTM_DELADDR (FreeBSD `rtsock_addrmsg`, `sysctl_iflist_ifam`): an `ifa_msghdr` with NETMASK, IFP where it does not stand
/// behind its interface, IFA, and BRD, which on a point-to-point link is the other end.
final class AddressMessage {
    private AddressMessage() {}

    /// Writes that an address came, changed or went.
    static void write(MessageWriter out, int type, Ifa ifa) {
        header(out, type, ifa);
        addresses(out, ifa, true);
    }

    /// Writes RTM_NEWADDR as an interface list has it.
    static void listed(MessageWriter out, Ifa ifa) {
        header(out, RtmType.NEWADDR, ifa);
        addresses(out, ifa, false);
    }

    /// The same with the longer header.
    static void longListed(MessageWriter out, Ifa ifa) {
        ByteBuffer header = out.begin(RtmType.NEWADDR, IfaMsghdrl.LENGTH, IfaMsghdrl.ADDRS);
        header.putShort(IfaMsghdrl.INDEX, (short) ifa.ifl());
        header.putShort(IfaMsghdrl.LEN, (short) IfaMsghdrl.LENGTH);
        header.putShort(IfaMsghdrl.DATA_OFF, (short) IfaMsghdrl.DATA);
        header.putShort(IfaMsghdrl.DATA + IfData.DATALEN, (short) IfData.LENGTH);
        addresses(out, ifa, false);
    }

    private static void header(MessageWriter out, int type, Ifa ifa) {
        out.begin(type, IfaMsghdr.LENGTH, IfaMsghdr.ADDRS).putShort(IfaMsghdr.INDEX, (short) ifa.ifl());
    }

    private static void addresses(MessageWriter out, Ifa ifa, boolean ifp) {
        out.netmask(ifa.family(), ifa.prefix().length());
        if (ifp) {
            out.link(AddressBit.IFP, ifa.ifl(), 0, "", MacAddress.NONE);
        }
        out.address(AddressBit.IFA, ifa.local(), ifa.ifl());
        IpAddress other = ifa.peer() != null ? ifa.peer() : ifa.broadcast();
        if (other != null) {
            out.address(AddressBit.BRD, other, ifa.ifl());
        }
    }
}
