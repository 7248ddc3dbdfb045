// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;

/// Control block of a routing socket (4.4BSD `rawcb`), and what the switch does for the protocol that owns it.
@ProviderType
public interface ControlBlock {
    /// Number of the socket, unique while the switch lives.
    int id();

    /// `rcb_proto.sp_protocol`: the family that the socket is restricted to, null for all.
    @Nullable Family family();

    Credentials credentials();

    /// Process id that stands in replies and causes: the one that the peer stated last, else that of its credentials.
    int pid();

    /// The domain that the socket belongs to.
    RoutingDomain domain();

    /// `raw_usrreq`: what is common to the user requests of all protocols. With SEND it calls the protocol's output entry.
    void rawUsrreq(UserRequest request, @Nullable ByteBuffer message);

    /// `route_output`: carries out a request in the kernel, as one transaction. The caller encodes the reply.
    ///
    /// @throws org.rtsock.api.RoutingException EACCES when the credentials do not allow it; else what the kernel says
    RouteReply routeOutput(RouteRequest request);

    /// Puts an encoded reply into the receive buffer of this socket, unless SO_USELOOPBACK is off.
    ///
    /// @param family  of the message, null when it has none
    /// @param message from position to limit; copied
    void reply(@Nullable Family family, ByteBuffer message);

    /// `rts_setasyncmode`: sets the flags (`rts_setflags`), which puts the socket on each list that they name and takes it off the others.
    void setAsyncMode(AsyncMode mode);
}
