// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
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

/// Takes connections at a Unix-domain stream socket. See the package for threads and state.
@Component(
        immediate = true,
        configurationPid = "org.rtsock.transport.unix",
        service = {Transport.class, StatisticsSource.class})
@Designate(ocd = UnixTransport.Config.class)
public final class UnixTransport implements Transport, StatisticsSource {
    private static final Logger LOG = LoggerFactory.getLogger(UnixTransport.class);
    private static final String NAME = "unix";

    private final SocketPath where;
    private final ListeningSocket listening;
    private final UserPrincipal owner;
    private final Writers writers;
    private final Connections connections;
    private final Acceptor acceptor;

    @ObjectClassDefinition(name = "Rtsock unix transport", description = "Routing sockets over a Unix-domain stream socket")
    @interface Config {
        @AttributeDefinition(
                description = "Path of the socket. Empty: property rtsock.socket, else rtsock.sock in the user's runtime folder")
        String path() default "";

        @AttributeDefinition(description = "Permissions of the socket file. Who may write to it may connect and listen")
        String mode() default "rw-rw-rw-";

        @AttributeDefinition(description = "Who may change routes, beside root and the account that the appliance runs as: accounts, @GROUP, or *,"
                + " with commas between")
        String writers() default "";

        @AttributeDefinition(description = "Connections at one time")
        int maxConnections() default 4096;

        @AttributeDefinition(description = "Time in which a peer must have sent its preamble, and after which one that has closed its sending"
                + " side and takes nothing is left, milliseconds")
        int preambleTimeoutMillis() default 5000;

        @AttributeDefinition(description = "Time after which a peer is left that takes nothing though there is something for it, seconds. 0:"
                + " never; it costs a buffer, and what it has not read is conflated")
        int stalledSeconds() default 0;
    }

    private static Limits limits(Config config) {
        Duration preamble = Duration.ofMillis(config.preambleTimeoutMillis());
        Duration stalled = Duration.ofSeconds(config.stalledSeconds());
        // On one host a peer that stops in the middle of a message is stopped itself, and may go on.
        return new Limits(
                config.maxConnections(), config.maxConnections(), preamble, Frame.MAX_LENGTH, Duration.ZERO, stalled);
    }

    @Activate
    public UnixTransport(@Reference RoutingDomain domain, Config config, BundleContext context) throws IOException {
        this(
                domain,
                SocketPath.of(
                        config.path(),
                        context.getProperty(SocketPath.PROPERTY),
                        System::getenv,
                        System.getProperty("user.name", "unknown")),
                mode(config.mode()),
                Writers.parse(config.writers()),
                limits(config));
    }

    private static Set<PosixFilePermission> mode(String text) {
        try {
            return PosixFilePermissions.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RoutingException(Errno.EINVAL, "mode '" + text + "' is not one such as rw-rw----", e);
        }
    }

    /// @param mode of the socket file
    /// @throws org.rtsock.api.RoutingException EADDRINUSE when somebody listens at the path
    UnixTransport(RoutingDomain domain, SocketPath where, Set<PosixFilePermission> mode, Writers writers, Limits limits)
            throws IOException {
        this.writers = writers;
        this.where = where;
        this.listening = ListeningSocket.bind(where, mode);
        this.owner = listening.owner();
        this.connections = new Connections(domain, NAME, limits, true);
        this.acceptor = Acceptor.start("rtsock-unix-acceptor", this::accept, connections);
        LOG.info("listening at {}", where.path());
    }

    @Deactivate
    void close() throws InterruptedException {
        acceptor.close(listening::close);
        connections.close();
    }

    private UnixPeer accept() throws IOException {
        return new UnixPeer(listening.channel().accept(), owner, writers);
    }

    @Override
    public Map<String, Long> read() {
        return connections.read();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return where.path().toString();
    }
}
