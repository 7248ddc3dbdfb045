// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Interface address: an address of a family of a logical interface.
///
/// @param ifl       index of the logical interface
/// @param local     the interface's own address
/// @param prefix    the network that is on the link; the peer's on a point-to-point link
/// @param broadcast the network's broadcast address, IPv4 only
/// @param peer      the other end of a point-to-point link
public record Ifa(int ifl, IpAddress local, Prefix prefix, @Nullable IpAddress broadcast, @Nullable IpAddress peer)
        implements RoutingObject {
    /// One local address may stand twice on an IPv4 interface, with different networks.
    public record Key(int ifl, IpAddress local, Prefix prefix) implements RoutingKey {
        @Override
        public MessageType type() {
            return MessageType.IFADDR;
        }
    }

    /// @throws RoutingException EINVAL when families differ
    public Ifa {
        if (prefix.family() != local.family()) {
            throw new RoutingException(Errno.EINVAL, "prefix " + prefix + " is not of the family of local " + local);
        }
    }

    public Family family() {
        return local.family();
    }

    @Override
    public Key key() {
        return new Key(ifl, local, prefix);
    }
}
