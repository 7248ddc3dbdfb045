// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.transport.LocalConnector;
import org.rtsock.api.wire.Frame;

/// Sockets of the switch and connections of the local transport in the hands of code that reads them now and then, and does not care whether
/// the switch behind them is still there. One thread.
final class Sockets implements AutoCloseable {
    private static final int MOST = 10;
    private static final List<String> PROTOCOLS = List.of("pfroute", "rts");

    private final BundleContext context;
    private final Random random;
    private final ByteBuffer buffer = ByteBuffer.allocate(Frame.MAX_LENGTH);
    private final List<RoutingSocket> sockets = new ArrayList<>();
    private final List<LocalConnector.Connection> connections = new ArrayList<>();
    private long opened;
    private long refused;
    private long bytes;

    Sockets(BundleContext context, Random random) {
        this.context = context;
        this.random = random;
    }

    void step() {
        try {
            switch (random.nextInt(6)) {
                case 0, 1 -> open();
                case 2 -> connect();
                case 3 -> close();
                default -> read();
            }
        } catch (RoutingException e) {
            if (e.errno() != Errno.EPROTONOSUPPORT && e.errno() != Errno.ENOTCONN) {
                throw e;
            }
            refused++;
        }
    }

    private void open() {
        ServiceReference<RoutingDomain> reference = context.getServiceReference(RoutingDomain.class);
        RoutingDomain domain = reference == null ? null : context.getService(reference);
        if (domain != null && sockets.size() < MOST) {
            try {
                String protocol = protocol();
                RoutingSocket socket = domain.socket(SocketType.RAW, protocol, null, "plug-in", Credentials.SELF);
                sockets.add(socket);
                // By the other protocol a socket hears everything from the start, as those of the BSDs.
                if (protocol.equals("rts")) {
                    socket.setOption(SocketOption.ROUTE_ASYNC_MODE, AsyncMode.of(MessageType.GROUP1 | MessageType.ROUTE.flag()));
                }
                opened++;
            } finally {
                context.ungetService(reference);
            }
        }
    }

    private void connect() {
        ServiceReference<LocalConnector> reference = context.getServiceReference(LocalConnector.class);
        LocalConnector connector = reference == null ? null : context.getService(reference);
        if (connector != null && connections.size() < MOST) {
            try {
                connections.add(connector.connect(protocol()));
                opened++;
            } finally {
                context.ungetService(reference);
            }
        }
    }

    private String protocol() {
        return PROTOCOLS.get(random.nextInt(PROTOCOLS.size()));
    }

    private void read() {
        for (RoutingSocket socket : List.copyOf(sockets)) {
            try {
                buffer.clear();
                bytes += socket.receive(buffer);
            } catch (RoutingException e) {
                if (e.errno() == Errno.ENOTCONN) {
                    sockets.remove(socket);
                }
            }
        }
    }

    @Override
    public void close() {
        sockets.forEach(RoutingSocket::close);
        sockets.clear();
        connections.forEach(LocalConnector.Connection::close);
        connections.clear();
    }

    @Override
    public String toString() {
        return opened + " sockets, " + bytes + " bytes read, " + refused + " refused";
    }
}
