// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.Errno;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes connections at a Unix-domain stream socket. See the package for threads and state.
@Component(immediate = true, configurationPid = "org.rtsock.transport.unix")
@Designate(ocd = UnixTransport.Config.class)
public final class UnixTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(UnixTransport.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// Pause after an accept that failed, most often because the process has no file descriptor left.
    private static final long ACCEPT_PAUSE_MILLIS = 100;

    private final RoutingDomain domain;
    private final Limits limits;
    private final SocketPath where;
    private final ListeningSocket listening;
    private final UserPrincipal owner;
    private final Set<UnixConnection> connections = ConcurrentHashMap.newKeySet();
    /// What is due after the transport has been closed concerns nobody.
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("rtsock-unix-timer").factory(), new ThreadPoolExecutor.DiscardPolicy());
    private final Thread acceptor = Thread.ofVirtual().name("rtsock-unix-acceptor").unstarted(this::accept);
    private volatile boolean closed;

    @ObjectClassDefinition(name = "Rtsock unix transport", description = "Routing sockets over a Unix-domain stream socket")
    @interface Config {
        @AttributeDefinition(
                description = "Path of the socket. Empty: property rtsock.socket, else rtsock.sock in the user's runtime folder")
        String path() default "";

        @AttributeDefinition(description = "Permissions of the socket file. Who may write to it may connect and listen")
        String mode() default "rw-rw-rw-";

        @AttributeDefinition(description = "Connections at one time")
        int maxConnections() default 256;

        @AttributeDefinition(description = "Time in which a peer must have sent its preamble, and after which one that has closed its sending"
                + " side and takes nothing is left, milliseconds")
        int preambleTimeoutMillis() default 5000;
    }

    /// @param mode permissions of the socket file, as `rw-rw-rw-`
    record Limits(String mode, int maxConnections, Duration preambleTimeout) {
        Limits {
            if (maxConnections < 1) {
                throw new IllegalArgumentException("maxConnections " + maxConnections + " is less than 1");
            }
            if (!preambleTimeout.isPositive()) {
                throw new IllegalArgumentException("preambleTimeoutMillis " + preambleTimeout.toMillis() + " is less than 1");
            }
        }
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
                new Limits(config.mode(), config.maxConnections(), Duration.ofMillis(config.preambleTimeoutMillis())));
    }

    /// @throws org.rtsock.api.RoutingException EADDRINUSE when somebody listens at the path
    UnixTransport(RoutingDomain domain, SocketPath where, Limits limits) throws IOException {
        this.domain = domain;
        this.limits = limits;
        this.where = where;
        this.listening = ListeningSocket.bind(where, PosixFilePermissions.fromString(limits.mode()));
        this.owner = listening.owner();
        acceptor.start();
        LOG.info("listening at {}", where.path());
    }

    @Deactivate
    void close() throws InterruptedException {
        closed = true;
        // Closing wakes the acceptor. An interrupt on top of it leaves a connection that is just being accepted open for ever (seen on JDK
        // 25).
        listening.close();
        timer.shutdownNow();
        boolean ended = acceptor.join(PATIENCE);
        List<UnixConnection> open = List.copyOf(connections);
        open.forEach(UnixConnection::close);
        for (UnixConnection connection : open) {
            ended &= connection.join(PATIENCE);
        }
        if (!ended) {
            LOG.warn("threads of the unix transport have not ended within {}", PATIENCE);
        }
    }

    private void accept() {
        int number = 0;
        while (!closed) {
            try {
                admit(listening.channel().accept(), ++number);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("no connection could be accepted", e);
                pause();
            }
        }
    }

    private void admit(SocketChannel channel, int number) throws IOException {
        if (connections.size() >= limits.maxConnections()) {
            LOG.warn("connection refused: maxConnections {} are open", limits.maxConnections());
            try (channel) {
                channel.write(Preamble.answer(Errno.EDQUOT.number()));
            }
            return;
        }
        UnixConnection connection = new UnixConnection(this, channel, number);
        connections.add(connection);
        schedule(connection::expirePreamble);
        connection.start();
    }

    private void pause() {
        try {
            Thread.sleep(ACCEPT_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The socket that a preamble asks for.
    RoutingSocket open(Preamble preamble, SocketChannel channel) throws IOException {
        return domain.socket(
                SocketType.RAW, preamble.protocol(), preamble.family(), name(), PeerCredentials.of(channel, owner));
    }

    /// Closes a connection that is ending even when its peer does not read what is left, once nothing has gone out for as long as a
    /// preamble may take.
    void closeLater(UnixConnection connection) {
        long written = connection.written();
        schedule(() -> {
            if (connection.written() == written) {
                connection.close();
            } else {
                closeLater(connection);
            }
        });
    }

    void forget(UnixConnection connection) {
        connections.remove(connection);
    }

    private void schedule(Runnable task) {
        timer.schedule(task, limits.preambleTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return "unix";
    }

    @Override
    public String address() {
        return where.path().toString();
    }
}
