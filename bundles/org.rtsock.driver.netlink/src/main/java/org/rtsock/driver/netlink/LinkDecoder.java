// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MacAddress;

/// Reads a link message.
///
/// ```
///   struct ifinfomsg:   u8 family   u8 zero   u16 hardware type   i32 index   u32 flags   u32 change
/// ```
final class LinkDecoder {
    private static final int HEADER_BYTES = 16;
    private static final int TYPE_OFFSET = 2;
    private static final int INDEX_OFFSET = 4;
    private static final int FLAGS_OFFSET = 8;
    private static final int AF_UNSPEC = 0;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IFF_UP = 1;
    private static final int IFF_LOWER_UP = 0x10000;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int IFLA_VLAN_ID = 1;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET6_CONF = 2;
    private static final int DEVCONF_MTU6 = 2;
    private static final int IFLA_LINK_NETNSID = 37;

    private final ByteBuffer bytes;
    private final int start;
    private @Nullable String name;
    private MacAddress mac = MacAddress.NONE;
    private int mtu = -1;
    private int lower;
    private boolean lowerElsewhere;
    private String kind = "";
    private int vlan;
    private boolean inet;
    private int inet6Mtu;

    private LinkDecoder(ByteBuffer bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /// @return the link; null when the message tells of something else, such as a bridge port or a wireless event
    /// @throws RoutingException EINVAL when the message is not whole
    static @Nullable HostLink decode(ByteBuffer bytes, int start, int end) {
        LinkDecoder decoder = new LinkDecoder(bytes, start);
        return isLink(bytes, start, end) ? decoder.decode(end) : null;
    }

    /// The index of the link that a DELLINK is about; null when the link did not go, but left a bridge (family AF_BRIDGE).
    static @Nullable Integer decodeIndex(ByteBuffer bytes, int start, int end) {
        return isLink(bytes, start, end) ? Integer.valueOf(bytes.getInt(start + INDEX_OFFSET)) : null;
    }

    private static boolean isLink(ByteBuffer bytes, int start, int end) {
        if (end - start < HEADER_BYTES) {
            throw new RoutingException(Errno.EINVAL, "link message of " + (end - start) + " bytes");
        }
        return bytes.get(start) == AF_UNSPEC;
    }

    private @Nullable HostLink decode(int end) {
        Attributes attributes = new Attributes(bytes, start + HEADER_BYTES, end);
        while (attributes.next()) {
            read(attributes);
        }
        int index = bytes.getInt(start + INDEX_OFFSET);
        if (name == null || mtu < 0) {
            return null; // wireless events are NEWLINK messages that do not describe the link
        }
        if (index <= 0 || name.isEmpty()) {
            throw new RoutingException(Errno.EINVAL, "link '" + name + "' with index " + index);
        }
        int flags = bytes.getInt(start + FLAGS_OFFSET);
        boolean isVlan = kind.equals("vlan") && !lowerElsewhere;
        return new HostLink(
                index,
                name,
                mac,
                mtu,
                (flags & IFF_UP) != 0,
                (flags & IFF_LOWER_UP) != 0,
                kind.isEmpty() ? hardwareKind() : kind,
                isVlan ? lower : 0,
                isVlan ? vlan : 0,
                inet,
                inet6Mtu);
    }

    private void read(Attributes attributes) {
        switch (attributes.type()) {
            case IFLA_ADDRESS -> mac = attributes.mac();
            case IFLA_IFNAME -> name = attributes.text();
            case IFLA_MTU -> mtu = attributes.u32() < 0 ? Integer.MAX_VALUE : attributes.u32();
            case IFLA_LINK -> lower = attributes.u32();
            case IFLA_LINK_NETNSID -> lowerElsewhere = true;
            case IFLA_LINKINFO -> readInfo(attributes.nested());
            case IFLA_AF_SPEC -> readFamilies(attributes.nested());
            default -> {}
        }
    }

    private void readInfo(Attributes info) {
        while (info.next()) {
            if (info.type() == IFLA_INFO_KIND) {
                kind = info.text();
            } else if (info.type() == IFLA_INFO_DATA && kind.equals("vlan")) {
                for (Attributes data = info.nested(); data.next(); ) {
                    vlan = data.type() == IFLA_VLAN_ID ? data.u16() : vlan;
                }
            }
        }
    }

    private void readFamilies(Attributes families) {
        while (families.next()) {
            inet |= families.type() == AF_INET;
            if (families.type() == AF_INET6) {
                for (Attributes family = families.nested(); family.next(); ) {
                    inet6Mtu = family.type() == IFLA_INET6_CONF ? family.u32At(DEVCONF_MTU6) : inet6Mtu;
                }
            }
        }
    }

    /// `ARPHRD_` numbers of `uapi/linux/if_arp.h`, in the words of ip(8).
    private String hardwareKind() {
        int type = Short.toUnsignedInt(bytes.getShort(start + TYPE_OFFSET));
        return switch (type) {
            case 1 -> "ether";
            case 32 -> "infiniband";
            case 512 -> "ppp";
            case 768 -> "ipip";
            case 769 -> "tunnel6";
            case 772 -> "loopback";
            case 776 -> "sit";
            case 778 -> "gre";
            case 801 -> "ieee802.11";
            case 823 -> "gre6";
            case 0xfffe -> "none";
            default -> Integer.toString(type);
        };
    }
}
