// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/// A routing socket as a transport holds it. One thread at a time receives; sending and options may come from another.
@ProviderType
public interface RoutingSocket extends AutoCloseable {
    /// `setsockopt` (`sosetopt`): options of the socket itself are handled here, others go to the protocol's ctloutput.
    ///
    /// @throws org.rtsock.api.RoutingException ENOPROTOOPT when nobody knows the option, EINVAL for a value that does not fit
    <T> void setOption(SocketOption<T> option, T value);

    /// PRU_SEND: hands one message to the protocol, which answers on this socket. Reads from position to limit.
    ///
    /// @throws org.rtsock.api.RoutingException what `write` would return; the reply with the same errno has been queued where one is owed.
    ///         ESHUTDOWN after [#shutdown], ENOTCONN after [#close]
    void send(ByteBuffer message);

    /// See [Protosw#messageLength].
    int messageLength(ByteBuffer received);

    /// Moves as many whole messages as fit into the buffer, at its position: replies first, then the cut that is under way, then a new cut.
    ///
    /// Never blocks. The buffer must have room for one message of the largest size ([org.rtsock.api.wire.Frame#MAX_LENGTH]) at least.
    ///
    /// @return bytes moved, 0 when there is nothing now
    /// @throws org.rtsock.api.RoutingException ENOBUFS once after messages were dropped because the receive buffer was full, go on
    ///         receiving; ENOTCONN after [#close]
    int receive(ByteBuffer target);

    /// Whom to wake when there may be something to receive. Called from other threads, must not block. Replaces the one before.
    /// Not called again before [#receive] has looked for what it was called for, so receive until it returns 0.
    void onReadable(Runnable wakeup);

    /// PRU_SHUTDOWN: no more sends.
    void shutdown();

    /// PRU_DETACH: off all lists, control block freed. Has its effect once.
    @Override
    void close();
}
