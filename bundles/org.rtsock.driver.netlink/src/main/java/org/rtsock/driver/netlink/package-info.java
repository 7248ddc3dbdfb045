// SPDX-License-Identifier: Apache-2.0
/// The netlink driver: a network namespace of a Linux host, mirrored into the kernel core.
///
/// **State.** There is no second copy of what is mirrored: the kernel core is the memory, and every event is applied against it in a
/// transaction ([Mirror] for links and addresses, [RouteMirror] for routes). Besides that there are the two sockets ([HostSockets]) and a
/// note of what is owed ([ResyncPlan]), and the mirrors of other bundles, each with a note of its own ([PluginMirror]).
///
/// **Thread.** [NetlinkDriver] opens the sockets, so that activation fails where that is not possible, and starts the one thread
/// `rtsock-netlink`, which owns everything else. It runs a [Session]: one dump first, then it waits for events, a dump that is due or the
/// [Signal]. When sockets or core fail it begins a new session.
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
/// **Mirrors of other bundles** ([org.rtsock.api.driver.HostMirror]) come and go while the driver runs ([MirrorWhiteboard]); its thread
/// takes them over between two commits ([HostMirrors]), and who goes waits for that. They share everything above: their groups are joined
/// on the event socket, what they read is applied in the order in which it came and in the commits of the driver's own events, their dumps
/// ([PluginDump]) are part of the dump of links and addresses and follow it, so that parents are there first.
///
/// - Each has its own trust in its dumps: busy neighbors do not keep routes from being swept, nor routes neighbors.
/// - An object without its parent is left out. Its mirror is dumped again with the next event of a link or an address, or with the next
///   dump; not before, because the parent may never come.
/// - What another bundle throws, in its own code or where the kernel core compares its objects, ends that mirror alone. So does a group or
///   question that the host refuses; but one that it does not answer at all ends the session, as any of its own would.
/// - The driver cannot tell whether a mirror that is not there when it starts ever comes: what an earlier life of it mirrored for that one
///   stays until it does, and is then swept.
///
/// **Names.** A link is an ifd and its ifl of unit 0, both of the host's index; a VLAN is only an ifl, of the ifd at the bottom. A route's
/// key is the host's: table, prefix, metric, type of service, source; what the host still holds side by side is told apart by [Instances].
@NullMarked
package org.rtsock.driver.netlink;

import org.jspecify.annotations.NullMarked;
