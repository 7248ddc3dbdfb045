// SPDX-License-Identifier: Apache-2.0
/// The protocol switch: the routing domain with its table of protocols, its sockets, and their places on the listener lists.
///
/// ## State, and who owns it
///
/// - [RouteDomain] has the protosw table (by protocol name) and the list of control blocks (`rawcb`), both concurrent maps.
/// - [ListenerLists] has the reporters, one a message type. The lists themselves are the reporters'.
/// - A socket is a [RouteSocket] (receive buffer, options, wake-up) and a [RawControlBlock] (family, origin, credentials). Its
///   [Subscription] has an asynchronous mode and, for each type, a [ListEntry]: reporter, registration, cursor.
///
/// Nothing is queued for a listener. What it has not read yet is in the reporters' journals, where its cursors point; only replies to its
/// own requests wait in its bounded [ReceiveBuffer].
///
/// ## Down: from a daemon to the kernel
///
/// `send` (PRU_SEND) -> the entry's `usrreq` -> `rawUsrreq` -> the entry's `output`, which decodes -> `routeOutput` ([RouteOutput]) -> one
/// kernel commit -> the entry encodes -> `reply` -> the receive buffer. All on the sending thread.
///
/// ## Set-up: onto the listener lists
///
/// `setOption` (`sosetopt`) -> the entry's `ctloutput` (`rts_ctloutput`) -> [RawControlBlock#setAsyncMode] (`rts_setasyncmode`) ->
/// [Subscription#setFlags] (`rts_setflags`), which walks the lists and registers or unregisters. A service of a
/// [org.rtsock.api.daemon.RoutingListener] goes the same way: [Whiteboard] opens a socket for it whose protocol is [WhiteboardProtosw].
///
/// ## Up: from the kernel to a daemon
///
/// The committing thread calls [ListEntry#readable] (`rts_input`), which runs the socket's wake-up and nothing else. The receiving thread
/// then drains: [Subscription#drain] takes what the socket stood at, [CutReader] finds a version and views that fit each other,
/// [DrainedCut] is walked by the entry's `input` or by the listener service, and the cursors move to the cut's version once it has been
/// walked.
///
/// No wake-up is lost: a version is published before the lists are woken, and a receiver reads the version after it was woken. A receiver
/// that looked before the version was published is woken after it.
@NullMarked
package org.rtsock.protosw;

import org.jspecify.annotations.NullMarked;
