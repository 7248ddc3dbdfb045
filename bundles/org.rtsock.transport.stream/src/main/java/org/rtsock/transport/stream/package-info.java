// SPDX-License-Identifier: Apache-2.0
/// Routing sockets over streams of bytes: what a transport that accepts connections needs beside a listening socket.
///
/// A transport makes one [Connections] and an [Acceptor], which hands it a [Peer] for each connection that comes. Each connection has two virtual threads: one
/// finds out who the peer is, reads the [Preamble] and then requests; one drains the routing socket into the peer. When the peer does not
/// read, the second one blocks in its write and nothing else happens: what the peer has not read stays in the reporters' journals, and what it
/// asks is not read either once enough answers are owed to it. No connection can hold up another.
///
/// A connection that only listens and has nothing to say costs its two parked threads and a small buffer: the buffer to write from is borrowed
/// for as long as there is something to write ([WriteBuffers]).
///
/// One more thread looks every now and then at what peers keep waiting: a preamble, the rest of a message, or all that there is to tell them.
/// What is refused is counted by reason ([Refusal]), and logged so that nobody can fill the log by knocking.
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.transport.stream;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
