// SPDX-License-Identifier: Apache-2.0
/// The netlink driver: a network namespace of a Linux host, mirrored into the kernel core.
///
/// **State.** There is no second copy of what is mirrored: the kernel core is the memory, and every event is applied against it in a
/// transaction ([Mirror] for links and addresses, [RouteMirror] for routes). Besides that there are the two sockets ([HostSockets]) and a
/// note of what is owed ([ResyncPlan]).
///
/// **Thread.** [NetlinkDriver] opens the sockets, so that activation fails where that is not possible, and starts the one thread
/// `rtsock-netlink`, which owns everything else. It runs a [Session]: one dump first, then it waits for events, a dump that is due or the
/// [StopSignal]. When sockets or core fail it begins a new session.
///
/// **Truth.** A host announces less than happens, and what it announces may be lost. The driver is built so that the mirror always gets to
/// the host's state, and gets there by differences:
///
/// - The event socket is subscribed before anything is dumped. A dump is read whole, then the events that came meanwhile, and both become
///   one commit: listeners never see the host's past after its present.
/// - A dump is a mark and sweep ([Reconciliation]): the core keeps what is equal, so listeners see the difference only.
/// - After an overrun (ENOBUFS) the queue is emptied, because the host drops everything until it is, and then everything is dumped. An
///   overrun during that dump owes another.
/// - Where an event does not tell all, the family is dumped again as soon as the host is quiet: IPv4 routes go silently with their link,
///   the address that they prefer, or their nexthop object; of several routes of one key an event does not say which; IPv6 ends silently on
///   a link with a small MTU. An event of this kind may precede what it implies, so every dump starts with the links, for which the host
///   takes its configuration lock.
/// - The host lists a changing table by position and may miss entries. A dump during which events came, or that the host itself calls
///   interrupted, adds and changes but removes nothing, and is repeated, until too many in a row were disturbed.
/// - All dumps together take a bounded share of time, see [ResyncPlan].
///
/// **Names.** A link is an ifd and its ifl of unit 0, both of the host's index; a VLAN is only an ifl, of the ifd at the bottom. A route's
/// key is the host's: table, prefix, metric, type of service, source; what the host still holds side by side is told apart by [Instances].
@NullMarked
package org.rtsock.driver.netlink;

import org.jspecify.annotations.NullMarked;
