// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;

/// Control block of a routing socket (4.4BSD `rawcb`), and what the switch does for the protocol that owns it.
@ProviderType
public interface ControlBlock {
    /// Number of the socket, unique while the switch lives.
    int id();

    /// `rcb_proto.sp_protocol`: the family that the socket is restricted to, null for all.
    @Nullable Family family();

    Credentials credentials();

    /// Process id that stands in replies and causes: the one that the peer stated last, else that of its credentials.
    int pid();

    /// The domain that the socket belongs to.
    RoutingDomain domain();

    /// `raw_usrreq`: what is common to the user requests of all protocols. With SEND it calls the protocol's output entry.
    ///
    /// Its checks come in 4.4BSD's order: CONTROL is refused with EOPNOTSUPP whatever the state of the socket; then, but for ATTACH, the
    /// socket must have a control block on the list, else EINVAL; then what [UserRequest] says of the request.
    ///
    /// @throws org.rtsock.api.RoutingException the request's errno; ATTACH EISCONN for a socket that is attached; SEND EINVAL without a
    ///         message, ESHUTDOWN after SHUTDOWN, ENOTCONN after DISCONNECT, else what the output entry says
    void rawUsrreq(UserRequest request, @Nullable ByteBuffer message);

    /// `route_output`: carries out a request in the kernel, as one transaction. The caller encodes the reply.
    ///
    /// @throws org.rtsock.api.RoutingException EACCES when the credentials do not allow it; else what the kernel says
    RouteReply routeOutput(RouteRequest request);

    /// `route_output` of many writes: carries them out in one transaction. The caller encodes the reply.
    ///
    /// @throws org.rtsock.api.RoutingException EACCES when the credentials do not allow it, and nothing was asked of the batch; else what
    ///         [RequestBatch#refused] throws, and nothing was carried out
    BatchReply routeOutput(RequestBatch batch);

    /// Puts an encoded reply into the receive buffer of this socket alone, unless SO_USELOOPBACK is off or the socket is restricted to
    /// another family.
    ///
    /// @param family  of the message, null when it has none
    /// @param message from position to limit; copied
    /// @throws org.rtsock.api.RoutingException EMSGSIZE for a message longer than [org.rtsock.api.wire.Frame#MAX_LENGTH]
    void reply(@Nullable Family family, ByteBuffer message);

    /// `raw_input`: puts a copy of a message of this protocol into the receive buffer of every socket that it concerns: those that were opened
    /// with the same entry of the switch, are connected, and are restricted to no family or to that of the message. This socket, the
    /// sender's, is among them only while its SO_USELOOPBACK is on. A message without a family concerns all of them.
    ///
    /// A receive buffer that is full hurts its owner only. All sockets get the messages of all senders in one order. Never blocks for a
    /// receiver.
    ///
    /// @param about   family of the message, that of its destination address; null when it has none, as messages about interfaces
    /// @param message from position to limit; copied
    /// @throws org.rtsock.api.RoutingException EMSGSIZE for a message longer than [org.rtsock.api.wire.Frame#MAX_LENGTH]
    void rawInput(@Nullable Family about, ByteBuffer message);

    /// Answers with more than a receive buffer holds: the source is asked for messages as the reader makes room, after the replies that
    /// wait, and never in the middle of a cut. On the receiving thread.
    ///
    /// @throws org.rtsock.api.RoutingException EBUSY while another such answer is under way; ENOTCONN when the socket is disconnected
    void answer(MessageSource messages);

    /// `sosetopt`, for protocols whose peers can set options by a message.
    ///
    /// @throws org.rtsock.api.RoutingException as [RoutingSocket#setOption]
    <T> void setOption(SocketOption<T> option, T value);

    /// `rts_setasyncmode`: sets the flags (`rts_setflags`), which puts the socket on each list that they name and takes it off the others.
    ///
    /// @throws org.rtsock.api.RoutingException ENOTCONN when the socket is not attached yet, or disconnected
    void setAsyncMode(AsyncMode mode);
}
