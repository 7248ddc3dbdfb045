// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.local;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.transport.LocalConnector;
import org.rtsock.api.transport.Transport;

/// Opens routing sockets for daemons in this JVM. They have the appliance's own credentials.
@Component(service = {LocalConnector.class, Transport.class})
public final class LocalTransport implements LocalConnector, Transport {
    private final RoutingDomain domain;
    private final Set<LocalConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Activate
    public LocalTransport(@Reference RoutingDomain domain) {
        this.domain = domain;
    }

    @Deactivate
    void close() {
        closed = true;
        connections.forEach(LocalConnection::close);
    }

    @Override
    public Connection connect(String protocol) {
        RoutingSocket socket = domain.socket(SocketType.RAW, protocol, null, name(), Credentials.SELF);
        LocalConnection connection = new LocalConnection(socket, connections::remove);
        connections.add(connection);
        if (closed) {
            // close() may have walked the connections before this one was among them.
            connection.close();
            throw new RoutingException(Errno.ESHUTDOWN, "the local transport has been stopped");
        }
        return connection;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public String address() {
        return "this JVM";
    }
}
