// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

/// A PRU request of a protocol's `usrreq` entry (4.4BSD `sys/protosw.h`), in the field's order, each with the system call that makes it.
///
/// 4.4BSD's timers and the two requests for protocols below a protocol (FASTTIMO, SLOWTIMO, PROTORCV, PROTOSEND) are not among them: the
/// routing domain never had them, and whoever made one met a panic.
public enum UserRequest {
    /// `socket`: the control block is made and put on the list.
    ATTACH,
    /// `close`: the control block is taken off the list and freed.
    DETACH,
    /// `bind`: refused with EOPNOTSUPP.
    BIND,
    /// `listen`: refused with EOPNOTSUPP.
    LISTEN,
    /// `connect`: refused with EOPNOTSUPP. A routing socket is connected from the start.
    CONNECT,
    /// `accept`: refused with EOPNOTSUPP.
    ACCEPT,
    /// The first half of `close`: no more is received or sent. ENOTCONN when that is so already.
    DISCONNECT,
    /// `shutdown`: no more sends.
    SHUTDOWN,
    /// The reader has made room: refused with EOPNOTSUPP, no protocol of the domain wants to know.
    RCVD,
    /// `send`: a message for the protocol's output entry.
    SEND,
    /// The socket goes at once, with everything that waits in it.
    ABORT,
    /// `ioctl`: refused with EOPNOTSUPP, before anything is asked of the control block.
    CONTROL,
    /// `fstat`: does nothing, well.
    SENSE,
    /// `recv` with MSG_OOB: refused with EOPNOTSUPP.
    RCVOOB,
    /// `send` with MSG_OOB: refused with EOPNOTSUPP.
    SENDOOB,
    /// `getsockname`: EINVAL, there is no local address.
    SOCKADDR,
    /// `getpeername`: the foreign address; ENOTCONN when there is none any more.
    PEERADDR,
    /// `socketpair`: refused with EOPNOTSUPP.
    CONNECT2
}
