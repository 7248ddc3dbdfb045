// SPDX-License-Identifier: Apache-2.0
/// The routing domain: sockets, their control blocks, and the protocol switch through which they reach the kernel.
///
/// Set-up of listening goes link by link: [RoutingSocket#setOption] (`sosetopt`), [Protosw#ctloutput] (`rts_ctloutput`),
/// [ControlBlock#setAsyncMode] (`rts_setasyncmode`), which sets the flags (`rts_setflags`) and so walks the listener lists.
///
/// Every call of the socket layer reaches the protocol as a [UserRequest] through [Protosw#usrreq]; most entries hand it on to
/// [ControlBlock#rawUsrreq] (`raw_usrreq`). A message that concerns more sockets than its sender's goes through [ControlBlock#rawInput]
/// (`raw_input`), an answer for the sender alone through [ControlBlock#reply].
@Export
@Version("1.3.0")
@NullMarked
package org.rtsock.api.socket;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
