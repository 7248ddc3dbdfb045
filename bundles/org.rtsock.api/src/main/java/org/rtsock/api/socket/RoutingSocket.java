// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
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

    /// `sendmsg`: PRU_SEND with an address or control data, of which a routing socket takes neither.
    ///
    /// @param to      EISCONN when there is one, since the socket is connected
    /// @param control EOPNOTSUPP when there is one that is not empty
    /// @throws org.rtsock.api.RoutingException the two, in the order control, address; else as [#send]
    void sendMessage(ByteBuffer message, @Nullable Sockaddr to, @Nullable ByteBuffer control);

    /// Any other call of the socket layer, which hands the request to the protocol: `bind`, `listen`, `connect`, `socketpair`, `accept`,
    /// `fstat`, `ioctl`, out-of-band data both ways. What comes of it stands at the [UserRequest]. DETACH is [#close].
    ///
    /// @throws org.rtsock.api.RoutingException the request's errno; ENOTCONN after [#close]
    void request(UserRequest request);

    /// `getsockname` (PRU_SOCKADDR).
    ///
    /// @throws org.rtsock.api.RoutingException EINVAL: a routing socket has no local address, since it cannot be bound
    Sockaddr localAddress();

    /// `getpeername` (PRU_PEERADDR): [Sockaddr#ROUTE], to which every routing socket is connected from the start.
    ///
    /// @throws org.rtsock.api.RoutingException ENOTCONN after [#disconnect]
    Sockaddr foreignAddress();

    /// See [Protosw#messageLength].
    int messageLength(ByteBuffer received);

    /// Moves as many whole messages as fit into the buffer, at its position: replies first, then the cut that is under way, then a new cut.
    ///
    /// Never blocks. The buffer must have room for one message of the largest size ([org.rtsock.api.wire.Frame#MAX_LENGTH]) at least.
    ///
    /// @return bytes moved, 0 when there is nothing now
    /// @throws org.rtsock.api.RoutingException ENOBUFS once after messages were dropped because the receive buffer was full, go on
    ///         receiving; ENOTCONN after [#close], and after [#disconnect] when nothing waits any more
    int receive(ByteBuffer target);

    /// Whom to wake when there may be something to receive. Called from other threads, must not block. Replaces the one before.
    /// Not called again before [#receive] has looked for what it was called for, so receive until it returns 0.
    void onReadable(Runnable wakeup);

    /// PRU_SHUTDOWN: no more sends. What waits, and what comes, is received as before.
    void shutdown();

    /// PRU_DISCONNECT: no more sends, off all listener lists, nothing new comes. Messages that wait are received yet; a cut under way is
    /// void. The control block stays until [#close].
    default void disconnect() {
        request(UserRequest.DISCONNECT);
    }

    /// PRU_ABORT: as [#close], without taking leave first.
    default void abort() {
        request(UserRequest.ABORT);
    }

    /// PRU_DISCONNECT where the socket is connected, then PRU_DETACH: off all lists, control block freed; what waits is gone. Has its effect
    /// once.
    @Override
    void close();
}
