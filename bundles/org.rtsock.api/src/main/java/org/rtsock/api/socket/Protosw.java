// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// An entry of the protocol switch of the routing domain, a whiteboard service: type, name and entry points of one wire protocol.
///
/// The switch calls the entry points for a socket that was opened with the protocol's name, on the thread that works on the socket. An entry that
/// goes takes its sockets with it.
@ConsumerType
public interface Protosw {
    /// `pr_protocol`: the name that daemons open, such as `rts`.
    String protocol();

    /// `pr_type`.
    default SocketType type() {
        return SocketType.RAW;
    }

    /// `pr_usrreq`: what the socket layer asks of the protocol. Most entries hand it on to [ControlBlock#rawUsrreq]. Addresses and control
    /// data do not come so far: no protocol of the domain takes any, and the switch refuses them as `raw_usrreq` does.
    ///
    /// An entry that keeps state for a socket makes it at ATTACH and drops it at DETACH or ABORT, one of which ends each socket.
    ///
    /// @param message with SEND the message, else null
    /// @throws org.rtsock.api.RoutingException the request's errno
    void usrreq(UserRequest request, ControlBlock pcb, @Nullable ByteBuffer message);

    /// Where a message ends in a stream of bytes, for transports that have no message boundaries of their own.
    ///
    /// @param received from position to limit, what came so far
    /// @return length of the message that starts at the position; 0 when more bytes are needed to tell; -1 when these bytes cannot be the start of
    ///         a message: the transport hands them to the socket all the same, so that the peer hears what is wrong, and closes
    int messageLength(ByteBuffer received);

    /// `pr_output`: a message from the daemon, from position to limit, with the length that the transport saw. Answers through
    /// [ControlBlock#reply].
    ///
    /// @throws org.rtsock.api.RoutingException what `write` would return
    void output(ControlBlock pcb, ByteBuffer message);

    /// `pr_ctloutput` for setting an option of level PF_ROUTE.
    ///
    /// @throws org.rtsock.api.RoutingException ENOPROTOOPT for an option that the protocol does not have
    <T> void ctloutput(ControlBlock pcb, SocketOption<T> option, T value);

    /// `pr_input`: turns a cut into messages of this protocol. The switch uses the same Cut for the next one; the source may be used again too.
    MessageSource input(ControlBlock pcb, Cut cut);
}
