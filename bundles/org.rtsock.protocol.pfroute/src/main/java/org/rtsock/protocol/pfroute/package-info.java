// SPDX-License-Identifier: Apache-2.0
/// The protocol `pfroute`: the routing socket of the BSDs, in the messages of FreeBSD on a 64-bit machine, byte by byte and in the order of
/// the host's bytes.
///
/// [PfrouteProtosw] is the entry of the switch. What it knows of a socket is a [PfrouteControlBlock], made at PRU_ATTACH and dropped at
/// PRU_DETACH or PRU_ABORT: the memory for replies, owned by whoever holds its lock; a [MessageFilter]; the newest [SysctlAnswer]; and the
/// [CutMessages], owned by the receiving thread. Each structure of the format is a class that draws it: [RtMsghdr], [IfMsghdr],
/// [IfaMsghdr], [IfMsghdrl], [IfaMsghdrl], [IfData], [IfAnnouncemsghdr], [SockaddrIn], [SockaddrIn6], [SockaddrDl]. A [MessageWriter]
/// puts them together; [RouteMessage], [RedirectMessage], [EventMessage], [InterfaceMessage] and [AddressMessage] know what goes into them.
///
/// | way in or out | entry point | who does it |
/// |---|---|---|
/// | requests | `output` | [RouteOutput] |
/// | changes | `input` | [CutMessages] |
/// | what leaves no state | `ctlinput` | [EventMessage] |
/// | replies to others, loss | `hears`, `desync` | [MessageFilter], [RouteMessage] |
/// | dumps | `sysctl` | a [Dump] of a snapshot: [RouteDump], [InterfaceListDump], [StatisticsDump], by [SysctlName] |
/// | calls of the socket layer | `output` | [SocketLayer], for peers that hold a stream and no socket; [SocketCall] draws them |
///
/// [RouteOutput] has the checks and their order; [Addresses], [Destination], [Gateway] and [RtMetrics] read the message, [RequestedRoute]
/// and [RequestedRedirect] are what it means, [Reply] answers. A socket is on the lists ifd, ifa, route and redirect from PRU_ATTACH on,
/// resuming at the kernel's version of that moment, so that it hears changes only, as on BSD.
///
/// ## What a message is here
///
/// | message | from a daemon | from the kernel |
/// |---|---|---|
/// | RTM_ADD, RTM_CHANGE, RTM_DELETE | operations ADD, CHANGE, DELETE on a ROUTE | a ROUTE that came, changed, went: one message a path |
/// | RTM_GET | longest match; with a mask, the most preferred route of that prefix | the reply, and what a dump consists of |
/// | RTM_LOCK | the locks of the metrics that `rtm_inits` names, as in 4.4BSD | its effect is an RTM_CHANGE |
/// | RTM_REDIRECT | operation ADD on a REDIRECT: `rtredirect` | a REDIRECT that came or changed; one that was refused, with `rtm_errno` |
/// | RTM_MISS, RTM_LOSING, RTM_RESOLVE | | a reported lookup found nothing; a route is suspected; a route asks for external resolution |
/// | RTM_IFANNOUNCE | | an IFDEV that came or went |
/// | RTM_IFINFO | | an IFDEV that came or changed; in an interface list each |
/// | RTM_NEWADDR, RTM_DELADDR | | an IFADDR that came or changed, that went; in an interface list each |
/// | 0, [RtmType#DESYNC] | | messages were lost, from a cut or from the receive buffer |
/// | 128 to 130 | SETSOCKOPT, SYSCTL, SHUTDOWN | the same with its errno |
/// | 131 | | `struct rtstat` |
/// | any other | EOPNOTSUPP, told to its sender only | |
///
/// | field | here |
/// |---|---|
/// | table | the main one, 254, for requests; kernel messages are those of ROUTE_TABLEFILTER's, main at the start; a dump's is named |
/// | priority | requests name routes of priority 0, the default |
/// | protocol | routes of requests are `static`, with or without RTF_STATIC; a static route has RTF_STATIC |
/// | RTF_REJECT, RTF_BLACKHOLE | unreachable (prohibit shows so too), blackhole; they need no GATEWAY and lead to the loopback address |
/// | RTF_LOCAL, RTF_BROADCAST, RTF_MULTICAST | local and anycast, broadcast, multicast; from the kernel only |
/// | RTF_PROTO1, RTF_PROTO2, RTF_PROTO3, RTF_XRESOLVE | kept for whoever set them |
/// | RTF_DYNAMIC, RTF_MODIFIED | a redirect made the route, led it elsewhere; the kernel's: EINVAL in ADD and CHANGE, as on OpenBSD |
/// | RTF_HOST | a prefix of all bits; in a request the mask decides |
/// | RTF_UP | every route but one that the host refused to program |
/// | RTF_DONE | the kernel did what the message says; not in a dump |
/// | GATEWAY | AF_INET or AF_INET6 with RTF_GATEWAY; AF_LINK: the interface itself |
/// | rtm_index, IFP | the interface, by number or (IFP, AF_LINK gateway) by name; numbers are those of logical interfaces |
/// | rtm_inits, rmx_locks and metrics | those of 4.4BSD, each with its lock; in a request those that rtm_inits names, others stay |
/// | rmx_weight | weight of the next hop |
/// | rtm_pid, rtm_seq | cause of the change, 0 for a driver's; a request's pid is the caller's where the transport knows it |
/// | rtm_errno | FreeBSD's numbers ([FreebsdErrno]), as all others in the messages |
///
/// A link-local address has its interface as scope; the older form, with the interface in the address, is read too. A redirect names no
/// interface, so its addresses have no scope.
///
/// ## What differs from FreeBSD, and why
///
/// - *Who hears of a change, and how often.* FreeBSD sends the reply of a request to all sockets, and that is all they hear. Here a change
///   reaches all sockets from the journal, at its version, in order with every other change, with RTF_DONE and the pid and seq of its
///   request. Would the reply go to all as well, they would hear it twice; and, since replies wait in another queue than journals, after
///   the DELETE that undid it. So `raw_input` carries what no journal tells: refusals, and what GET found. The sender of a change is
///   answered at once, and hears the change itself like all others; daemons drop messages of their own pid. SO_USELOOPBACK is about
///   replies. A redirect that the kernel refused is told to all by the kernel, so its sender alone has the reply.
/// - *Loss is told.* A listener that is too slow is conflated before it loses anything. One that lost its place gets ENOBUFS once, as with
///   SO_RERROR, then DESYNC, then what changes from there on.
/// - *Conflation.* CHANGE may stand for several changes, and what came and went before it was read is not told. After CHANGE the first path
///   has replaced all that were known; further ones follow as ADD.
/// - *Messages without a family* (RTM_IFANNOUNCE, RTM_IFINFO, refusals whose destination could not be read) reach sockets that are
///   restricted to one, as on OpenBSD. Addresses and routes have a family.
/// - *Types that are not for asking* are refused to their sender alone. Others would take the echo for the kernel's own word, and many of
///   these types have other structures behind their head than a request has: anybody could make all daemons dump their tables anew by
///   asking for RTM_DESYNC.
/// - *Filters* are OpenBSD's, also on events and on replies to other sockets, where the table is the main one and the priority is not
///   known. RTM_DESYNC always passes. The replies to a socket's own requests are not filtered.
/// - *Sockaddrs that a message names and does not hold* are EINVAL, since a request that was cut short could mean something else; FreeBSD
///   takes them for absent. Bits of `rtm_addrs` beyond 0xff are EINVAL too. A mask with ones behind zeros, or of the wrong family, is
///   EINVAL.
/// - *What is no message* (EINVAL for its length) is answered to its sender alone by a header: others may read a stream, and would lose
///   their place in it.
/// - *RTM_IFINFO* has an IFP with name and link-layer address, as in FreeBSD's interface list; RTM_IFINFO follows an arrival, since the
///   interface may be up by then. A new name is told by RTM_IFINFO alone, because nobody knows the old one here.
/// - *CHANGE, DELETE and LOCK* are exact on the prefix; the gateway of a DELETE is not compared, as in 4.4BSD. CHANGE without GATEWAY keeps
///   the next hops, and may not name an interface or a weight then (EINVAL): of which next hop would be a guess. ADD of a prefix that is
///   there is EEXIST, also with another gateway.
/// - *Metrics* are all eight of 4.4BSD's, since the kernel core and Linux keep them; FreeBSD keeps MTU, EXPIRE and the weight and answers
///   RTM_LOCK with EOPNOTSUPP. Bits of `rtm_inits` beyond RTV_WEIGHT are EINVAL: the caller would believe that they were set. A weight has
///   no lock (EINVAL).
/// - *Redirects.* No BSD takes RTM_REDIRECT from a socket. Beside it the route that was made or led elsewhere is told, first, as RTM_ADD or
///   RTM_CHANGE; the end of a redirect is told by its route alone. A mask that is shorter than an address is a redirect of a network.
/// - *RTM_MISS and kin* have the pid and seq of whoever asked; BSD has zeros. RTM_RESOLVE has GATEWAY and NETMASK of the route beside DST.
/// - *The reply to GET* has IFP when IFP or IFA is asked for, but no IFA: which address an interface prefers is not known here. The same
///   goes for dumps, which have IFP always.
/// - *A gateway address without RTF_GATEWAY* is EINVAL. 4.4BSD took it for the address of an interface.
/// - *RTF_LLDATA* (neighbours) is EOPNOTSUPP, and so is a dump of NET_RT_FLAGS that asks for them. Other flags (RTF_PINNED...),
///   `rtm_fmask`, and IFA, GENMASK, BRD and (but for a redirect) AUTHOR of a request are not kept. Routes of the kinds throw and nat are
///   not told.
/// - *Interfaces with a number above 65535* do not fit the messages: they and their addresses are not told, and routes through them have
///   index 0.
/// - *VLANs* and other logical interfaces with a number of their own are not announced, as they are no devices. In an interface list their
///   addresses stand behind those of their device, with their own number.
///
/// ## Dumps
///
/// - A dump is one version of the kernel, not a walk over tables that change meanwhile. On a socket it is taken between two cuts, and
///   what the socket hears behind it leads on from there without a gap: some of it may be in the dump already, nothing is missing. BSD's
///   sysctl and socket know nothing of each other. Replies and events may stand among the messages of a dump; those have pid and seq 0 and
///   no RTF_DONE.
/// - A reader that is so slow that records are taken away from it gets ESTALE: what it has of the dump is void. A socket has one dump at a
///   time, a second one is EBUSY.
/// - There is no size to ask for beforehand, since messages come one by one; and so no ENOMEM.
/// - A wrong name is EINVAL with its reason (FreeBSD has EISDIR and ENOTDIR for a wrong length). A table that is named and not there is
///   ENOENT, as on OpenBSD; FreeBSD's EINVAL would not tell it from a wrong name.
/// - NET_RT_STATS is OpenBSD's, 4; FreeBSD has NET_RT_IFMALIST in its place, and multicast addresses are not kept here. `struct rtstat`
///   comes behind the head of a message, so that a stream can carry it.
/// - NET_RT_IFLIST tells the addresses of an interface without IFP, as FreeBSD does; counters of packets are zero.
///
/// ## Calls of the socket layer
///
/// They have types from 128 up, where no BSD has any, and the head of every message. SETSOCKOPT and SHUTDOWN are answered by themselves
/// with an errno, SYSCTL by the messages of the dump and then by itself; to their sender alone. With SO_USELOOPBACK off only a SYSCTL that
/// was taken on is answered, and the call that turned it off; refusals are not.
@NullMarked
package org.rtsock.protocol.pfroute;

import org.jspecify.annotations.NullMarked;
