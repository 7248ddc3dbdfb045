// SPDX-License-Identifier: Apache-2.0
/// The protocol `pfroute`: the routing socket of the BSDs, in the messages of FreeBSD on a 64-bit machine, byte by byte and in the order of
/// the host's bytes.
///
/// [PfrouteProtosw] is the entry of the switch. What it knows of a socket is a [PfrouteControlBlock], made at PRU_ATTACH and dropped at
/// PRU_DETACH or PRU_ABORT: the memory for replies, owned by whoever holds its lock; a [MessageFilter]; and the [CutMessages], owned by the
/// receiving thread. Each structure of the format is a class that draws it: [RtMsghdr], [IfMsghdr], [IfaMsghdr], [IfAnnouncemsghdr],
/// [SockaddrIn], [SockaddrIn6], [SockaddrDl]. A [MessageWriter] puts them together.
///
/// Requests come in at `output`: [RouteOutput] has the checks and their order, [Addresses], [Destination] and [Gateway] read the sockaddrs,
/// [RequestedRoute] is what they mean, and [Reply] answers. Cuts go out through `input`: a socket is on the lists ifd, ifa and route from
/// PRU_ATTACH on, resuming at the kernel's version of that moment, so that it hears changes only, as on BSD.
///
/// ## What a message is here
///
/// | message | from a daemon | from the kernel |
/// |---|---|---|
/// | RTM_ADD, RTM_CHANGE, RTM_DELETE | operations ADD, CHANGE, DELETE on a ROUTE | a ROUTE that came, changed, went: one message a path |
/// | RTM_GET | longest match; with a mask, the route of exactly that prefix | the reply only |
/// | RTM_IFANNOUNCE | | an IFDEV that came or went |
/// | RTM_IFINFO | | an IFDEV that came or changed |
/// | RTM_NEWADDR, RTM_DELADDR | | an IFADDR that came or changed, that went |
/// | 0, [RtmType#DESYNC] | | messages were lost |
/// | any other | EOPNOTSUPP, RTM_LOCK as on FreeBSD | |
///
/// | field | here |
/// |---|---|
/// | table | the main one, 254, for requests; kernel messages are those of ROUTE_TABLEFILTER's, main at the start |
/// | priority | requests name routes of priority 0, the default |
/// | protocol | routes of requests are `static`, with or without RTF_STATIC; a static route has RTF_STATIC |
/// | RTF_REJECT, RTF_BLACKHOLE | unreachable (prohibit shows so too), blackhole; they need no GATEWAY and lead to the loopback address |
/// | RTF_LOCAL, RTF_BROADCAST, RTF_MULTICAST | local and anycast, broadcast, multicast; from the kernel only |
/// | RTF_HOST | a prefix of all bits; in a request the mask decides |
/// | RTF_UP | every route but one that the host refused to program |
/// | GATEWAY | AF_INET or AF_INET6 with RTF_GATEWAY; AF_LINK: the interface itself |
/// | rtm_index, IFP | the interface, by number or (IFP, AF_LINK gateway) by name; numbers are those of logical interfaces |
/// | rmx_weight | weight of the next hop |
/// | rtm_pid, rtm_seq | cause of the change, 0 for a driver's; a request's pid is the caller's where the transport knows it |
/// | rtm_errno | FreeBSD's numbers ([FreebsdErrno]), as all others in the messages |
///
/// A link-local address has its interface as scope; the older form, with the interface in the address, is read too.
///
/// ## What differs from FreeBSD, and why
///
/// - *Who hears of a change, and how often.* FreeBSD sends the reply of a request to all sockets, and that is all they hear. Here a change
///   reaches all sockets from the journal, at its version, in order with every other change, with RTF_DONE and the pid and seq of its
///   request. Would the reply go to all as well, they would hear it twice; and, since replies wait in another queue than journals, after
///   the DELETE that undid it. So `raw_input` carries what no journal tells: refusals, and what GET found. The sender of a change is
///   answered at once, and hears the change itself like all others; daemons drop messages of their own pid. SO_USELOOPBACK is about
///   replies.
/// - *Loss is told.* A listener that is too slow is conflated before it loses anything. One that lost its place gets ENOBUFS once, as with
///   SO_RERROR, then DESYNC, then what changes from there on.
/// - *Conflation.* CHANGE may stand for several changes, and what came and went before it was read is not told. After CHANGE the first path
///   has replaced all that were known; further ones follow as ADD.
/// - *Messages without a family* (RTM_IFANNOUNCE, RTM_IFINFO, refusals whose destination could not be read) reach sockets that are
///   restricted to one, as on OpenBSD. Addresses and routes have a family.
/// - *Sockaddrs that a message names and does not hold* are EINVAL, since a request that was cut short could mean something else; FreeBSD
///   takes them for absent. Bits of `rtm_addrs` beyond 0xff are EINVAL too. A mask with ones behind zeros, or of the wrong family, is
///   EINVAL.
/// - *What is no message* (EINVAL for its length) is answered to its sender alone by a header: others may read a stream, and would lose
///   their place in it.
/// - *RTM_IFINFO* has an IFP with name and link-layer address, as in FreeBSD's interface list; RTM_IFINFO follows an arrival, since the
///   interface may be up by then. A new name is told by RTM_IFINFO alone, because nobody knows the old one here.
/// - *CHANGE* needs a GATEWAY: there is nothing else that it could change. CHANGE and DELETE are exact on the prefix; the gateway of a
///   DELETE is not compared, as in 4.4BSD. ADD of a prefix that is there is EEXIST, also with another gateway.
/// - *GET with a mask* looks at the longest match for the first address of the prefix, so a longer route that begins there hides the one
///   that is asked for (ESRCH).
/// - *The reply to GET* has IFP when IFP or IFA is asked for, but no IFA: which address an interface prefers is not known here.
/// - *A gateway address without RTF_GATEWAY* is EINVAL. 4.4BSD took it for the address of an interface.
/// - *RTF_LLDATA* (neighbours) and the metrics MTU and EXPIRE are EOPNOTSUPP. Other metrics, other flags (RTF_PROTO1 to RTF_PROTO3,
///   RTF_PINNED...), `rtm_fmask`, and IFA, GENMASK, AUTHOR and BRD of a request are not kept. Routes of the kinds throw and nat are not
///   told.
/// - *Interfaces with a number above 65535* do not fit the messages: they and their addresses are not told, and routes through them have
///   index 0.
@NullMarked
package org.rtsock.protocol.pfroute;

import org.jspecify.annotations.NullMarked;
