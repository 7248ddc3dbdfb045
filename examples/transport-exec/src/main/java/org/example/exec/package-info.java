// SPDX-License-Identifier: Apache-2.0
/// A transport to daemons that are child processes: what the child writes are its messages, what it reads are those of the routing socket. A
/// daemon so is any program, in any language, without a socket of its own; it lives as long as the appliance does.
///
/// ```
///   child's standard output -> ChildDaemon.read  -> RoutingSocket.send                    (its thread: exec-read)
///   child's standard input  <- ChildDaemon.write <- RoutingSocket.receive <- onReadable   (its thread: exec-write)
/// ```
///
/// [ExecTransport] starts the child and starts it anew when it ends; each life has a routing socket of its own, in a [ChildDaemon]. There is no
/// queue: a child that does not read fills its pipe, then the writer waits, and the routing socket conflates what comes meanwhile.
@NullMarked
package org.example.exec;

import org.jspecify.annotations.NullMarked;
