// SPDX-License-Identifier: Apache-2.0
/// The kernel core: the state of a router, changed by one commit at a time.
///
/// **State.** [KernelState] holds every object as an [Entry]: its value, the version of its birth and of its last change, the cause of
/// that change, and its owner. Routes live in a [PrefixTree] per table and family ([RouteStore]), everything else by key ([ObjectStore]).
/// What the rules ask for is indexed: children, names and connected networks of interfaces ([InterfaceTree]), routes by the logical
/// interface that they lead through ([RouteStore]). Indexes follow from the values alone, so setting a value back undoes them too.
///
/// **Commit.** [KernelCore] hands the work an [OpenTransaction]. Each of its operations is checked and completed ([Admission],
/// [NexthopCompletion]), carried out with all that follows from it ([Cascade]), and written through the [ChangeLog], which can take an
/// operation or the whole commit back. When the work is done the log settles the net effect of each key against the state before the
/// commit. These [Report]s go into the memory of deletes ([Graveyard]) and to the reporters ([SinkLists]): deletes first, children
/// before parents, then adds and changes, parents before children. Only then is the version published and are the reporters told so.
///
/// **Threads.** There is no thread here. One lock in [KernelCore] guards all state; commits, attaching and lookups run under it on the
/// thread of the caller. Only the version, the counters and the sink lists are read without it.
///
/// Callers see objects as values and reach storage through the few methods of [KernelState] and [RouteStore], so that the insides can
/// become flat arrays without a change of the rules above them.
@NullMarked
package org.rtsock.kernel;

import org.jspecify.annotations.NullMarked;
