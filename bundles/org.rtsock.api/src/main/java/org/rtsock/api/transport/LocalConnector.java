// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.transport;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/// Connects a daemon in the same JVM to a routing socket with messages as bytes, as a process outside would see them: for requests, and for
/// code that works on either side. A service of the local transport. Listening alone is simpler with a
/// [org.rtsock.api.daemon.RoutingListener].
@ProviderType
public interface LocalConnector {
    /// Opens a socket of a protocol such as `rts`.
    ///
    /// @throws org.rtsock.api.RoutingException EPROTONOSUPPORT when there is no such protocol
    Connection connect(String protocol);

    /// One open socket.
    @ProviderType
    interface Connection extends AutoCloseable {
        /// Sends one message, from position to limit.
        ///
        /// @throws org.rtsock.api.RoutingException what the protocol says; the reply says the same
        void send(ByteBuffer message);

        /// Waits until there is something, then moves as many whole messages as fit into the buffer.
        ///
        /// @return bytes moved; -1 when the connection was closed
        /// @throws InterruptedException when the thread was interrupted while it waited
        /// @throws org.rtsock.api.RoutingException ENOBUFS once after messages were dropped because nobody received; go on receiving
        int receive(ByteBuffer target) throws InterruptedException;

        @Override
        void close();
    }
}
