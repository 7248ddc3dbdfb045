// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.message.MessageType;

/// Feed of neighbors from a Linux host. The netlink driver finds this service, asks the host for its table and passes on what the host
/// says.
///
/// Mirrored is what `ip neighbor show` shows. Left out are:
///
/// - NUD_NOARP and NUD_NONE. They tell of no one (multicast, loopback, an entry that was never used), and the host makes them in silence: a
///   mirror of them would be right after each dump and wrong from then on. An entry that becomes one of these is gone.
/// - Bridge forwarding entries (AF_BRIDGE), which come on the same group: they lead from a MAC address to a port and have no IP address.
///   They would be a message type of their own.
/// - Proxy entries (NTF_PROXY): what this host answers for, not who is there; the host announces none of them.
///
/// Two states are entered in silence, too, INCOMPLETE and DELAY, but only for seconds: what the host decides then is announced.
@Component
public final class NeighborMirror implements HostMirror {
    private static final int RTM_NEWNEIGH = 28;
    private static final int RTM_DELNEIGH = 29;
    private static final int RTM_GETNEIGH = 30;
    private static final int RTNLGRP_NEIGH = 3;

    @Override
    public MessageType type() {
        return Neighbor.TYPE;
    }

    @Override
    public Set<Integer> groups() {
        return Set.of(RTNLGRP_NEIGH);
    }

    /// One for both families: of family AF_UNSPEC, all else zero.
    @Override
    public List<Dump> dumps() {
        return List.of(new Dump(RTM_GETNEIGH, new byte[NeighborMessage.HEADER_BYTES]));
    }

    @Override
    public @Nullable Sighting read(int type, ByteBuffer message) {
        if (type != RTM_NEWNEIGH && type != RTM_DELNEIGH) {
            return null;
        }
        Neighbor neighbor = NeighborMessage.decode(message);
        if (neighbor == null) {
            return null;
        }
        boolean nobody = neighbor.state() == NeighborState.NOARP || neighbor.state() == NeighborState.NONE;
        return new Sighting(neighbor.object(), nobody || type == RTM_DELNEIGH);
    }
}
