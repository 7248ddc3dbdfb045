// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;

/// Mirrors the permanent neighbors of a host, as another bundle would.
///
/// ```
///   struct ndmsg:   u8 family   3 zero bytes   i32 index   u16 state   u8 flags   u8 type
/// ```
class NeighborMirror implements HostMirror {
    static final MessageType NEIGHBOR = new MessageType(100, "NEIGHBOR", "neighbor", 45, 0);
    static final int RTM_NEWNEIGH = 28;
    private static final int RTM_DELNEIGH = 29;
    private static final int RTM_GETNEIGH = 30;
    private static final int RTNLGRP_NEIGH = 3;
    private static final int HEADER_BYTES = 12;
    private static final int NUD_PERMANENT = 0x80;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;

    /// Types of the messages that it was shown.
    final List<Integer> shown = Collections.synchronizedList(new ArrayList<>());

    record Id(int ifl, IpAddress address) {}

    record Neighbor(int ifl, MacAddress mac) implements ExtensionObject.Body {
        @Override
        public RoutingKey parent() {
            return new Ifl.Key(ifl);
        }
    }

    @Override
    public MessageType type() {
        return NEIGHBOR;
    }

    @Override
    public Set<Integer> groups() {
        return Set.of(RTNLGRP_NEIGH);
    }

    @Override
    public List<Dump> dumps() {
        return List.of(new Dump(RTM_GETNEIGH, new byte[HEADER_BYTES]));
    }

    @Override
    public @Nullable Sighting read(int type, ByteBuffer message) {
        shown.add(type);
        if (type != RTM_NEWNEIGH && type != RTM_DELNEIGH) {
            return null;
        }
        int start = message.position();
        int ifl = message.getInt(start + 4);
        boolean permanent = (message.getShort(start + 8) & NUD_PERMANENT) != 0;
        IpAddress address = null;
        MacAddress mac = MacAddress.NONE;
        Attributes attributes = new Attributes(message, start + HEADER_BYTES, message.limit());
        while (attributes.next()) {
            switch (attributes.type()) {
                case NDA_DST -> address = IpAddress.ofBytes(bytes(message, attributes));
                case NDA_LLADDR -> mac = attributes.mac();
                default -> {}
            }
        }
        return address == null ? null : seen(ifl, address, mac, type == RTM_DELNEIGH || !permanent);
    }

    Sighting seen(int ifl, IpAddress address, MacAddress mac, boolean gone) {
        return new Sighting(new ExtensionObject(new ExtensionObject.Key(type(), new Id(ifl, address)), new Neighbor(ifl, mac)), gone);
    }

    private static byte[] bytes(ByteBuffer message, Attributes attribute) {
        byte[] bytes = new byte[attribute.end() - attribute.start()];
        message.get(attribute.start(), bytes);
        return bytes;
    }
}
