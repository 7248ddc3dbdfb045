// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.RouteEvent;

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

    /// `pr_domain`: name of the domain whose switch the entry belongs to. That of the routing domain takes no other.
    default String domain() {
        return RoutingDomain.NAME;
    }

    /// `pr_flags`.
    default Set<Flag> flags() {
        return EnumSet.of(Flag.ATOMIC, Flag.ADDR);
    }

    /// `PR_` flags of an entry.
    enum Flag {
        /// A send is one message, whole.
        ATOMIC,
        /// Messages come with addresses.
        ADDR
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

    /// `pr_ctlinput`: something happened that left no state (`rt_missmsg`). Called for each socket of the entry that is restricted to no
    /// family or to that of the event; what it returns goes into the socket's receive buffer. On the thread that reported the event; never
    /// blocks.
    ///
    /// @return the event as a message, from position to limit, which may be used again for the next socket; null when the socket does not
    ///         want to hear it
    default @Nullable ByteBuffer ctlinput(ControlBlock pcb, RouteEvent event) {
        return null;
    }

    /// Whether a socket wants a message that another socket's request gave rise to ([ControlBlock#rawInput]). Never blocks.
    ///
    /// @param message from position to limit
    default boolean hears(ControlBlock pcb, ByteBuffer message) {
        return true;
    }

    /// The message which tells a socket that messages for it were lost (RTM_DESYNC of OpenBSD). It is put into the receive buffer as
    /// soon as it fits, in the place of what was lost.
    ///
    /// @param lost how many
    /// @return from position to limit; null when the protocol has no such message
    default @Nullable ByteBuffer desync(ControlBlock pcb, long lost) {
        return null;
    }

    /// `pr_sysctl`: writes a dump of the kernel's state, see [RoutingDomain#sysctl].
    ///
    /// @throws org.rtsock.api.RoutingException EOPNOTSUPP when the protocol has none, EINVAL for a name that is not one
    default void sysctl(RoutingDomain from, @Nullable Family family, int[] name, Consumer<ByteBuffer> sink) {
        throw new RoutingException(Errno.EOPNOTSUPP, "protocol " + protocol() + " has no dumps");
    }

    /// `pr_input`: turns a cut into messages of this protocol. The switch uses the same Cut for the next one; the source may be used again too.
    MessageSource input(ControlBlock pcb, Cut cut);
}
