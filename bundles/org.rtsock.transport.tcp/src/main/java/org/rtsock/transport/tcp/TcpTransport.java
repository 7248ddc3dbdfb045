// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.transport.Transport;
import org.rtsock.api.wire.Frame;
import org.rtsock.transport.stream.Acceptor;
import org.rtsock.transport.stream.Connections;
import org.rtsock.transport.stream.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes TLS connections at a TCP port. See the package for threads and state.
@Component(
        immediate = true,
        configurationPid = "org.rtsock.transport.tcp",
        service = {Transport.class, StatisticsSource.class})
@Designate(ocd = TcpTransport.Config.class)
public final class TcpTransport implements Transport, StatisticsSource {
    private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);
    private static final String NAME = "tcp";
    /// Connections that may wait to be taken; the host cuts it to its own limit.
    private static final int BACKLOG = 1024;

    /// Between two looks at the files: what has changed is in force after twice as long.
    private static final Duration LOOK = Duration.ofMillis(400);

    private final Gate gate;
    private final KeepAlive keepAlive;
    private final ServerSocket listening;
    private final Connections connections;
    private final Acceptor acceptor;

    @ObjectClassDefinition(name = "Rtsock tcp transport", description = "Routing sockets over TCP, with TLS 1.3 and client certificates")
    @interface Config {
        @AttributeDefinition(description = "Address or name to listen at. 0.0.0.0 or :: for all of the host")
        String address() default "localhost";

        @AttributeDefinition(description = "Port to listen at. 0: any that is free")
        int port() default 2009;

        @AttributeDefinition(description = "PEM file: the appliance's certificate, then those that lead up to an authority")
        String certificate() default "";

        @AttributeDefinition(description = "PEM file: the private key of the certificate, PKCS#8, not encrypted; RSA, EC or EdDSA")
        String key() default "";

        @AttributeDefinition(description = "PEM file: certificates of the authorities whose daemons may come in")
        String authorities() default "";

        @AttributeDefinition(description = "Who may do what: lines 'read SUBJECT' or 'write SUBJECT', the first that matches decides")
        String roles() default "";

        @AttributeDefinition(description = "PEM file: revocation lists, one of each authority. Empty: nothing is revoked")
        String crl() default "";

        @AttributeDefinition(description = "Connections at one time")
        int maxConnections() default 4096;

        @AttributeDefinition(description = "Of these, such that have not said yet who they are and what they want")
        int maxUnauthenticated() default 256;

        @AttributeDefinition(description = "Connections of one subject at one time")
        int maxConnectionsPerIdentity() default 4096;

        @AttributeDefinition(description = "Time for handshake and preamble together, and after which a peer that has closed its sending side"
                + " and takes nothing is left, milliseconds")
        int preambleTimeoutMillis() default 5000;

        @AttributeDefinition(description = "Longest message of a daemon, bytes")
        int maxMessageBytes() default Frame.MAX_LENGTH;

        @AttributeDefinition(description = "Time in which a message that has begun must be whole, milliseconds. 0: any")
        int messageTimeoutMillis() default 30_000;

        @AttributeDefinition(description = "Time after which a daemon is left that takes nothing though there is something for it, seconds. 0:"
                + " never")
        int stalledSeconds() default 600;

        @AttributeDefinition(description = "Silence after which the host asks whether a daemon is still there, seconds. 0: it does not")
        int keepAliveIdleSeconds() default 60;

        @AttributeDefinition(description = "Time between such questions, seconds")
        int keepAliveIntervalSeconds() default 10;

        @AttributeDefinition(description = "Questions without an answer after which the daemon is gone")
        int keepAliveCount() default 6;
    }

    private static Limits limits(Config config) {
        return new Limits(
                config.maxConnections(),
                config.maxUnauthenticated(),
                Duration.ofMillis(config.preambleTimeoutMillis()),
                config.maxMessageBytes(),
                Duration.ofMillis(config.messageTimeoutMillis()),
                Duration.ofSeconds(config.stalledSeconds()));
    }

    private static InetSocketAddress address(Config config) {
        int port = config.port();
        if (port < 0 || port > 0xffff) {
            throw new RoutingException(Errno.EINVAL, "port " + port + " is out of range");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(config.address()), port);
        } catch (UnknownHostException e) {
            throw new RoutingException(Errno.EADDRNOTAVAIL, "address '" + config.address() + "' is not known", e);
        }
    }

    /// @throws RoutingException naming the key, or the file and its line, and the reason
    @Activate
    public TcpTransport(@Reference RoutingDomain domain, Config config) throws InterruptedException {
        // Before the gate, which has a thread: they may not fit.
        Limits limits = limits(config);
        KeepAlive keepAlive =
                new KeepAlive(config.keepAliveIdleSeconds(), config.keepAliveIntervalSeconds(), config.keepAliveCount());
        this(
                domain,
                address(config),
                new Gate(
                        AdmissionFiles.of(config.certificate(), config.key(), config.authorities(), config.roles(), config.crl()),
                        config.maxConnectionsPerIdentity(),
                        LOOK,
                        InstantSource.system()),
                limits,
                keepAlive);
    }

    /// @param gate belongs to this from now on, and is closed when this throws
    /// @throws RoutingException EADDRINUSE when somebody listens there, EADDRNOTAVAIL
    TcpTransport(RoutingDomain domain, InetSocketAddress address, Gate gate, Limits limits, KeepAlive keepAlive)
            throws InterruptedException {
        this.gate = gate;
        this.keepAlive = keepAlive;
        try {
            this.listening = listen(address);
        } catch (RoutingException e) {
            gate.close();
            throw e;
        }
        this.connections = new Connections(domain, NAME, limits, false);
        this.acceptor = Acceptor.start("rtsock-tcp-acceptor", this::accept, connections);
        LOG.info("listening at {}", address());
    }

    private static ServerSocket listen(InetSocketAddress address) {
        try {
            ServerSocket socket = new ServerSocket();
            try {
                // What is left of an appliance's former connections must not keep it from its port.
                socket.setReuseAddress(true);
                socket.bind(address, BACKLOG);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            Errno errno = taken ? Errno.EADDRINUSE : Errno.EADDRNOTAVAIL;
            throw new RoutingException(errno, "listening at " + address + ": " + e.getMessage(), e);
        }
    }

    @Deactivate
    void close() throws InterruptedException {
        acceptor.close(listening);
        connections.close();
        gate.close();
    }

    private @Nullable TlsPeer accept() throws IOException {
        Socket socket = listening.accept();
        try {
            socket.setTcpNoDelay(true);
            keepAlive.applyTo(socket);
            return new TlsPeer(socket, gate);
        } catch (IOException e) {
            // It went again at once.
            LOG.debug("a connection went while it was accepted", e);
            socket.close();
            return null;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Map<String, Long> read() {
        return gate.read(connections.read());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        InetAddress address = listening.getInetAddress();
        String host = address.getHostAddress();
        return "tls://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening.getLocalPort();
    }
}
