// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import org.rtsock.api.message.Ifd;

/// RTM_IFANNOUNCE and RTM_IFINFO (FreeBSD `rt_ifannouncemsg`, `rt_ifmsg`).
///
/// FreeBSD's RTM_IFINFO has no sockaddrs, those of its interface list have IFP; here it always has, because nothing else here tells name
/// and link-layer address.
final class InterfaceMessage {
    private static final int IFF_UP = 0x1;
    private static final int IFF_BROADCAST = 0x2;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_POINTOPOINT = 0x10;
    private static final int IFF_RUNNING = 0x40;
    private static final int IFF_MULTICAST = 0x8000;

    private static final int IFT_OTHER = 0x1;
    private static final int IFT_ETHER = 0x6;
    private static final int IFT_PPP = 0x17;
    private static final int IFT_LOOP = 0x18;
    private static final int IFT_TUNNEL = 0x83;
    private static final int IFT_BRIDGE = 0xd1;

    private static final int LINK_STATE_DOWN = 1;
    private static final int LINK_STATE_UP = 2;

    private static final int ETHER_ADDR_LEN = 6;
    private static final int ETHER_HDR_LEN = 14;

    private InterfaceMessage() {}

    /// Whether a message has room for the number of an interface. One without cannot be told of.
    static boolean fits(int index) {
        return index > 0 && index <= RouteMessage.MAX_INDEX;
    }

    /// Writes RTM_IFANNOUNCE.
    ///
    /// @param what [IfAnnouncemsghdr#ARRIVAL] or [IfAnnouncemsghdr#DEPARTURE]
    static void announce(MessageWriter out, Ifd ifd, int what) {
        ByteBuffer header = out.begin(RtmType.IFANNOUNCE, IfAnnouncemsghdr.LENGTH);
        header.putShort(IfAnnouncemsghdr.INDEX, (short) ifd.index());
        header.putShort(IfAnnouncemsghdr.WHAT, (short) what);
        int length = Math.min(ifd.name().length(), IfAnnouncemsghdr.NAME_LENGTH - 1);
        SockaddrDl.putName(header, IfAnnouncemsghdr.NAME, ifd.name(), length);
    }

    /// Writes RTM_IFINFO.
    static void info(MessageWriter out, Ifd ifd) {
        int type = type(ifd);
        ByteBuffer header = out.begin(RtmType.IFINFO, IfMsghdr.LENGTH, IfMsghdr.ADDRS);
        header.putInt(IfMsghdr.FLAGS, flags(ifd, type));
        header.putShort(IfMsghdr.INDEX, (short) ifd.index());
        data(header, IfMsghdr.DATA, ifd, type);
        out.link(AddressBit.IFP, ifd.index(), type, ifd.name(), ifd.mac());
    }

    /// Writes RTM_IFINFO with the longer header.
    static void longInfo(MessageWriter out, Ifd ifd) {
        int type = type(ifd);
        ByteBuffer header = out.begin(RtmType.IFINFO, IfMsghdrl.LENGTH, IfMsghdrl.ADDRS);
        header.putInt(IfMsghdrl.FLAGS, flags(ifd, type));
        header.putShort(IfMsghdrl.INDEX, (short) ifd.index());
        header.putShort(IfMsghdrl.LEN, (short) IfMsghdrl.LENGTH);
        header.putShort(IfMsghdrl.DATA_OFF, (short) IfMsghdrl.DATA);
        data(header, IfMsghdrl.DATA, ifd, type);
        out.link(AddressBit.IFP, ifd.index(), type, ifd.name(), ifd.mac());
    }

    private static void data(ByteBuffer header, int offset, Ifd ifd, int type) {
        header.put(offset + IfData.TYPE, (byte) type);
        header.put(offset + IfData.ADDRLEN, (byte) ifd.mac().length());
        header.put(offset + IfData.HDRLEN, (byte) (type == IFT_ETHER || type == IFT_BRIDGE ? ETHER_HDR_LEN : 0));
        header.put(offset + IfData.LINK_STATE, (byte) (ifd.running() ? LINK_STATE_UP : LINK_STATE_DOWN));
        header.putShort(offset + IfData.DATALEN, (short) IfData.LENGTH);
        header.putInt(offset + IfData.MTU, ifd.mtu());
    }

    private static int flags(Ifd ifd, int type) {
        int flags = (ifd.up() ? IFF_UP : 0) | (ifd.running() ? IFF_RUNNING : 0);
        return flags | switch (type) {
            case IFT_LOOP -> IFF_LOOPBACK | IFF_MULTICAST;
            case IFT_ETHER, IFT_BRIDGE -> IFF_BROADCAST | IFF_MULTICAST;
            case IFT_PPP, IFT_TUNNEL -> IFF_POINTOPOINT | IFF_MULTICAST;
            default -> 0;
        };
    }

    /// The words are those of the netlink driver. What is like Ethernet has its addresses.
    private static int type(Ifd ifd) {
        return switch (ifd.kind()) {
            case "loopback" -> IFT_LOOP;
            case "bridge" -> IFT_BRIDGE;
            case "ppp" -> IFT_PPP;
            case "ipip", "tunnel6", "ip6tnl", "sit", "gre", "gre6", "ip6gre", "wireguard" -> IFT_TUNNEL;
            default -> ifd.mac().length() == ETHER_ADDR_LEN ? IFT_ETHER : IFT_OTHER;
        };
    }
}
