// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes connections at a listening socket, on a thread of its own, until it is closed.
public final class Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// Pause after an accept that failed, most often because the process has no file descriptor left.
    private static final long PAUSE_MILLIS = 100;

    private final Source source;
    private final Connections connections;
    private final Thread thread;
    private volatile boolean closed;

    /// A listening socket.
    @FunctionalInterface
    public interface Source {
        /// Waits for a connection.
        ///
        /// @return null for one that went again at once
        @Nullable Peer accept() throws IOException;
    }

    private Acceptor(String name, Source source, Connections connections) {
        this.source = source;
        this.connections = connections;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::accept);
    }

    /// @param name of the thread
    public static Acceptor start(String name, Source source, Connections connections) {
        Acceptor acceptor = new Acceptor(name, source, connections);
        acceptor.thread.start();
        return acceptor;
    }

    /// @param listening what the source waits at. Closing it wakes the thread; an interrupt on top of it leaves a connection that is just being
    ///                  accepted open for ever (seen on JDK 25)
    public void close(Closeable listening) throws InterruptedException {
        closed = true;
        try {
            listening.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed", listening, e);
        }
        if (!thread.join(PATIENCE)) {
            LOG.warn("thread {} has not ended within {}", thread.getName(), PATIENCE);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Peer peer = source.accept();
                if (peer != null) {
                    admit(peer);
                }
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("no connection could be accepted", e);
                    pause();
                }
            } catch (Throwable e) {
                // An Error too, such as one of a bundle that was replaced by one that does not fit: the port must not go deaf.
                LOG.error("a connection could not be taken", e);
                pause();
            }
        }
    }

    private void admit(Peer peer) throws IOException {
        try {
            connections.admit(peer);
        } catch (RuntimeException | Error e) {
            peer.close();
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
