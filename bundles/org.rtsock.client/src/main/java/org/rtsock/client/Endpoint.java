// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/// Where an appliance listens, and how to get there. Any thread; `toString` names the place for people.
@FunctionalInterface
public interface Endpoint {
    /// Opens a connection to a socket of protocol `rts`: the preamble has been exchanged. Blocks; an interrupt ends it. The caller closes.
    ///
    /// @throws NoApplianceException               when nobody listens there
    /// @throws org.rtsock.api.RoutingException the errno with which the appliance refuses a socket
    ByteChannel open() throws IOException;

    /// The socket file of the unix transport.
    static Endpoint unix(Path socket) {
        return new UnixEndpoint(socket);
    }

    /// The tcp transport: TLS 1.3, where both sides show a certificate, and that of the appliance must name the host.
    ///
    /// @param port    1 to 65535
    /// @param context has our certificate and whom we trust
    static Endpoint tls(String host, int port, SSLContext context) {
        return new TlsEndpoint(host, port, () -> context);
    }

    /// The same with PEM files, which are read anew for each connection: who renews them restarts nothing.
    static Endpoint tls(String host, int port, PemFiles files) {
        return new TlsEndpoint(host, port, files::context);
    }
}
