// SPDX-License-Identifier: Apache-2.0
/// The unix transport: routing sockets over a Unix-domain stream socket.
///
/// [UnixTransport] binds a [ListeningSocket] at the path that [SocketPath] finds, and accepts on a thread of its own. What it accepts is a
/// [UnixPeer], which `org.rtsock.transport.stream` serves.
///
/// Who may write is decided by SO_PEERCRED, see [PeerCredentials].
@NullMarked
package org.rtsock.transport.unix;

import org.jspecify.annotations.NullMarked;
