// SPDX-License-Identifier: Apache-2.0
/// The protocol switch: the routing domain with its table of protocols, its sockets, and their places on the listener lists.
///
/// ## State, and who owns it
///
/// - [RouteDomain] has the protosw table, by name of the protocol, and the list of control blocks (`rawcb`): concurrent maps.
///   [RouteCb] (`route_cb`) counts the list, as a whole and by family; [RawInput] (`raw_input`) walks it.
/// - [ListenerLists] has the reporters ([ListedReporter]), one a message type. The lists themselves are the reporters'.
/// - A socket is a [RouteSocket] (receive buffer, options, wake-up) and a [RawControlBlock] (family, foreign address, origin, credentials).
///   Its [Subscription] has an asynchronous mode and [ListPlaces] with, for each type, a [ListEntry]: the place on the reporter's list, how
///   far the socket has been given the type, and by which filter it holds what it holds.
/// - A subscription has one [DrainedCut] with one [CutSource] a type, used for each cut. They belong to the receiving thread; a drain of a
///   commit allocates nothing.
///
/// Nothing is queued for a listener. What it has not read yet is in the reporters' journals, where its cursors point; only messages about
/// requests wait in its bounded [ReceiveBuffer].
///
/// ## The life of a socket
///
/// Every call of the socket layer is a user request: [RouteSocket] makes it, the entry's `usrreq` (`route_usrreq`) does what is its own,
/// and [RawControlBlock#rawUsrreq] (`raw_usrreq`) the rest. ATTACH puts the control block on the list, raises the counters and connects
/// it to the one foreign address that there is. DISCONNECT takes that address away, and nothing more is sent or comes; `close` makes it
/// first, then DETACH, which takes the control block off and lowers the counters. ABORT is both at once. A control block leaves the list
/// once, whoever is faster, also when the entry fails at the request. Which requests are refused, and where we leave 4.4BSD's ways, is told
/// at [RawControlBlock].
///
/// ## Down: from a daemon to the kernel
///
/// `send` (PRU_SEND) -> the entry's `usrreq` -> `rawUsrreq` -> the entry's `output`, which decodes -> `routeOutput` ([RouteOutput]) -> one
/// kernel commit -> the entry encodes -> `reply` -> the receive buffer. All on the sending thread.
///
/// An entry that speaks as BSD does hands what it encoded to `rawInput` instead, refusals included: [RawInput] gives a copy to every socket
/// of the entry that the message concerns, and to the sender while its SO_USELOOPBACK is on. The copies are made under one lock, so that
/// all sockets hear all senders in one order; readers are woken after it. A buffer that is full loses its own copy and nothing else.
///
/// What is asked is carried out by its kind: routes ([RequestedRoute] knows what a request may say and what becomes of the route that is
/// there), tables, redirects, counters. Only routes are more than one operation of the kernel.
///
/// ## What leaves no state behind
///
/// A lookup that found nothing, a refused redirect (`rt_missmsg`): [RawInput#event] asks the entry of each socket that the event concerns
/// for a message (`pr_ctlinput`) and appends it. On the thread that reported it to the kernel.
///
/// ## Loss, and answers without a bound
///
/// What does not fit a [ReceiveBuffer] is dropped; the next receive fails once with ENOBUFS, and the entry's word about the loss (DESYNC)
/// stands where the messages would. A dump has no bound, so it never waits in a buffer: the entry hands a source to [RouteSocket#answer],
/// and the reader pulls it, behind the replies that wait and between two cuts. A [StateSnapshot] is what it reads from.
///
/// ## Set-up: onto the listener lists
///
/// `setOption` (`sosetopt`) -> the entry's `ctloutput` (`rts_ctloutput`) -> [RawControlBlock#setAsyncMode] (`rts_setasyncmode`) ->
/// [Subscription#setFlags] (`rts_setflags`), which walks the lists and registers or unregisters. A service of a
/// [org.rtsock.api.daemon.RoutingListener] goes the same way: [Whiteboard] opens a socket for it whose protocol is [WhiteboardProtosw].
///
/// A socket is led on from nothing, with a snapshot; from a mark that it has seen, which says nothing of types that had no reporter then;
/// or from [RouteDomain#now], where the state of the kernel counts as held, that of every type, and a snapshot is owed of none.
///
/// ## Up: from the kernel to a daemon
///
/// The committing thread calls [ListEntry#readable] (`rts_input`), which sets the subscription's flag and, if it was not set, runs the
/// socket's wake-up. The receiving thread then drains: [Subscription#drain] begins the cut where the entries stand, [CutReader] finds a
/// version and takes hold of records that fit each other, [DrainedCut] is walked by the entry's `input` or by the listener service, and the
/// cursors move to the cut's version once it has been walked.
///
/// No wake-up is lost: a version is published before the flag is looked at, and a receiver clears the flag before it reads the version. A
/// listener that is busy, or stalled, costs a commit one look at its flag, whatever it has yet to read.
///
/// ## Filters
///
/// An object is visible to a filter for its whole life or never. So a listener that holds by filter F1 what stood at version c is led to F2
/// at V by four kinds of records, see [Admission]; while the filter stays the same, two of them are empty. F1 is that of the last cut which
/// the socket was given, however often the mode has changed since.
///
/// ## Types that are away
///
/// A type whose reporter is away takes no part in a cut: what comes and goes of it is owed until the reporter returns, and nobody else
/// waits for it. [Subscription#stands] sees to it that a reporter which leaves while a cut is being taken hold of is not counted among
/// those that were there. The order within a cut, children's deletes before their parents' and parents' values before their children's, is
/// one of all types that take part.
///
/// A type that returns catches up with types that went on, from where the socket stood with it. There one thing is not as usual: a parent
/// may be deleted, and given again, while the listener holds a child of the parent's next life, which it was given when the parent's type
/// was away. The part tells by its `from`, which is below the last mark. Nothing is said of that child, since nothing happened to it: a
/// listener must infer no delete of a child from that of its parent.
///
/// ## Reporters that break
///
/// A reporter whose codec or records throw is out, for all: whoever finds it tells [ListenerLists], which takes it off every list and has
/// each socket that may hold something of the type told to forget it. In its place stands a [Farewell] until that is done. It is found in
/// one of two ways:
///
/// - In a commit, by the kernel. It tells the reporter, the reporter tells the switch, all before the version is published: so no mark of
///   that version or a later one reaches a socket that still believes in the type. That is the one case in which the committing thread takes
///   the locks of this bundle; nobody who holds one of them waits for the kernel.
/// - In the walk of a cut ([CutSource#failed]). The source gives nothing more, the other types go on, and the last part of this very cut is
///   the reset. The listener sees no exception.
///
/// ## Listener services that are parked
///
/// [ListenerDaemon] keeps a service off the lists while its properties do not fit, while it does not return ([ListenerWatch] looks for
/// that), or after it threw too often. Its places are closed at once ([Subscription#park]), so that it holds nothing back in any journal;
/// [Subscription#setFlags] brings it back with a reset of each type that it may hold; a [Farewell]
/// stands for those whose reporters are not there by then.
///
/// Each service is called on a virtual thread ([ListenerThread]). A service that waits costs nobody anything; one that computes for long
/// takes a core of the scheduler of all virtual threads, so its contract asks it to do such work elsewhere. The watch is a platform thread,
/// because it must run when services have taken all cores.
///
/// ## Readers that lose their place
///
/// Between two cuts a reporter may forget the deletes after a cursor: [CutReader] hears of it, and the type is reset. In the middle of a
/// cut it may take away what is held: the walk throws ESTALE, and the cut is void ([RouteSocket#delivered]). What the listener was given of
/// it has no mark that says where it stands, so all its types are reset, not only the one whose records went. A walk in which memory runs
/// out leaves its cut void, too, and passes the error on; before the walk there is nothing to void, and the news stays for the next try.
@NullMarked
package org.rtsock.protosw;

import org.jspecify.annotations.NullMarked;
