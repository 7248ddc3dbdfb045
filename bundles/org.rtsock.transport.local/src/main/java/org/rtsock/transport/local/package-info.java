// SPDX-License-Identifier: Apache-2.0
/// The local transport: routing sockets for code in the same JVM, with messages as bytes.
///
/// [LocalTransport] opens sockets of the routing domain and keeps the [LocalConnection]s that are open, to close them when it goes. It has
/// no threads: a message is sent on the caller's, and a receiver waits on its own.
@NullMarked
package org.rtsock.transport.local;

import org.jspecify.annotations.NullMarked;
