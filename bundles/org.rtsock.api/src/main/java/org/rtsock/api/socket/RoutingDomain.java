// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;
import org.rtsock.api.wire.TypeDescriptor;

/// The domain PF_ROUTE (4.4BSD `routedomain`): opens routing sockets. A service of the protocol switch. Any thread.
@ProviderType
public interface RoutingDomain {
    /// `socket(PF_ROUTE, SOCK_RAW, protocol)`: makes a socket and attaches it (PRU_ATTACH).
    ///
    /// @param protocol name of the wire protocol that the daemon speaks, such as `rts`
    /// @param family   restricts messages about requests to one family, null for all
    /// @param origin   name of the transport, 1 to 8 ASCII characters; it is the origin in the cause of what the daemon changes
    /// @throws org.rtsock.api.RoutingException ESOCKTNOSUPPORT for a type other than RAW, EPROTONOSUPPORT when no protocol has the name
    RoutingSocket socket(
            SocketType type, String protocol, @Nullable Family family, String origin, Credentials credentials);

    /// Here and now, for a socket that wants to hear what changes from now on and no snapshot, as on BSD: an [AsyncMode] that resumes here
    /// gives every later change of every type, also of a type whose reporter comes later.
    AsyncMode.ResumePoint now();

    /// The sockets that are open, for people to look at.
    List<SocketInfo> sockets();

    /// The message types that have a reporter now, parents first.
    List<TypeDescriptor> types();
}
