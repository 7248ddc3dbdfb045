// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;
import org.rtsock.api.wire.TypeDescriptor;

/// The domain PF_ROUTE (4.4BSD `routedomain`): opens routing sockets. A service of the protocol switch. Any thread.
@ProviderType
public interface RoutingDomain {
    /// `dom_name`.
    String NAME = "route";

    /// `socket(PF_ROUTE, SOCK_RAW, protocol)`: makes a socket and attaches it (PRU_ATTACH).
    ///
    /// @param protocol name of the wire protocol that the daemon speaks, such as `rts`
    /// @param family   restricts messages about requests, and events, to one family, null for all. Cuts and snapshots have a filter for
    ///                 that
    /// @param origin   name of the transport, 1 to 8 ASCII characters; it is the origin in the cause of what the daemon changes
    /// @throws org.rtsock.api.RoutingException ESOCKTNOSUPPORT for a type other than RAW, EPROTONOSUPPORT when no protocol has the name
    RoutingSocket socket(
            SocketType type, String protocol, @Nullable Family family, String origin, Credentials credentials);

    /// Here and now, for a socket that wants to hear what changes from now on and no snapshot, as on BSD: an [AsyncMode] that resumes here
    /// gives every later change of every type, also of a type whose reporter comes later.
    AsyncMode.ResumePoint now();

    /// The state of the kernel at its newest version, as far as the mode asks for it; where to resume does not matter. The caller closes it.
    Snapshot snapshot(AsyncMode mode);

    /// `sysctl` of name `net.route`: has the protocol write a dump. Any thread; it may be interrupted by nothing but the sink.
    ///
    /// @param protocol name of the wire protocol whose messages are wanted, such as `pfroute`
    /// @param family   restricts the dump, null for all
    /// @param name     what follows in the name: the operation (`NET_RT_DUMP`...), its argument, and what else the protocol takes
    /// @param sink     is given one message after the other, from position to limit; lent
    /// @throws org.rtsock.api.RoutingException EPROTONOSUPPORT when no protocol has the name, EOPNOTSUPP when it has no dumps, EINVAL for a
    ///         name that is not one, ESTALE when the sink was so slow that records were taken away
    void sysctl(String protocol, @Nullable Family family, int[] name, Consumer<ByteBuffer> sink);

    /// The sockets that are open, for people to look at.
    List<SocketInfo> sockets();

    /// The message types that have a reporter now, parents first.
    List<TypeDescriptor> types();
}
