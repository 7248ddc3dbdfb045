// SPDX-License-Identifier: Apache-2.0
/// The kernel core: the state of a router, changed by one commit at a time.
///
/// **Objects.** [KernelState] holds every object but routes as an [Entry] by key ([ObjectStore]): its value, the version of its birth and
/// of its last change, the cause of that change, its owner, and the slot that stands for it in reports. What the rules ask for is
/// indexed: children, names and connected networks of interfaces ([InterfaceTree]). Indexes follow from the values alone, so setting a
/// value back undoes them too.
///
/// **Routes** are too many to be objects. In the [RouteStore] each is a row of nine words in flat pages ([RouteRows]); the row number is
/// its slot. What many routes share is held once and counted ([InternTable]): attributes, each set with the list of its rows and found by
/// the interfaces that it leads through ([SharedAttributes]), source prefixes, tables; [Owners] stay. Each [RouteTable] finds the rows of
/// a prefix by hash ([ExactMatch]) and the best route of an address in a trie ([PrefixTrie], of [TrieNodes] in a [CellSlab], behind a
/// [JumpTable] once there are many).
///
/// **Commit.** [KernelCore] hands the work an [OpenTransaction], which keeps each operation whole. [ObjectOperations] and
/// [RouteOperations] know who may do what; what is stored was checked and completed ([Admission], [RouteAdmission], [NexthopCompletion])
/// and is carried out with all that follows from it ([Cascade], [RouteCascade]). All of it is written through the [CommitLog]
/// ([ObjectLog], [RouteLog]), which can take an operation or the whole commit back. A deleted row stays in its place, dead, until the
/// work is done: so a route that comes back in the same commit goes on with its life. Then the log settles the net effect of each key
/// against the state before the commit. The [Publisher] tells it to the memory of deletes ([Graveyard], [RouteGraveyard]) and to the
/// reporters ([SinkLists]): deletes first, children before parents, then adds and changes, parents before children. Only then is the
/// version published, the tries are brought up to it, and the reporters are told so. At the end dead rows are free again, and what no row
/// has any more is forgotten.
///
/// **What follows from routes.** [RouteStatistics] counts the net effect of each commit by table and protocol, and writes the RTSTATS objects
/// of it into the same commit while somebody looks at them. [Redirects] carries redirects out and ends them with their routes. What
/// leaves no state behind, such as a lookup that found nothing, goes to the [EventListeners] at once.
///
/// **Threads.** There is no thread here. One lock in [KernelCore] guards all state; commits, walks and attaching run under it on the
/// thread of the caller. Lookups do not take it: a trie holds only what was published, and readers look at it without a lock, again when
/// it was changed meanwhile ([ForwardingTable]). What such a reader follows out of the trie, the key of a row and its attributes, stays
/// what it is until the trie does not lead there any more. Version, counters and sink lists are read without a lock too.
///
/// **Cost.** A route takes 72 bytes as a row, 5 to 11 in the hash and about 25 in the trie. To write one that is there, or into a row
/// that was free, allocates nothing; a commit allocates its transaction.
@NullMarked
package org.rtsock.kernel;

import org.jspecify.annotations.NullMarked;
