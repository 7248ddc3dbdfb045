// SPDX-License-Identifier: Apache-2.0
/// The unix transport: routing sockets over a Unix-domain stream socket.
///
/// [UnixTransport] binds a [ListeningSocket] at the path that [SocketPath] finds, and accepts on a thread of its own. Each
/// [UnixConnection] has two virtual threads: one reads the [Preamble] and then requests, one drains the routing socket into the channel.
/// When the peer does not read, the second one blocks in its write and nothing else happens: what the peer has not read stays in the
/// reporters' journals, and what it asks is not read either once enough answers are owed to it. No connection can hold up another.
///
/// Who may write is decided by SO_PEERCRED, see [PeerCredentials].
@NullMarked
package org.rtsock.transport.unix;

import org.jspecify.annotations.NullMarked;
