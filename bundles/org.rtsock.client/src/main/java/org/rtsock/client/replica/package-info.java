// SPDX-License-Identifier: Apache-2.0
/// A replica of what a kernel holds, for daemons outside the appliance: [RoutingReplica].
///
/// A thread (`Follower`) reads the frames of a subscription. What comes between two marks goes into a `Section` for each message type, and
/// is nobody's business until the mark: then the `CutAssembly` makes of all sections the next [ReplicaState], and the `Publication` puts
/// it in the place of the last one, wakes those who wait for it and tells the listeners. A break, or a reset, drops what has no mark.
///
/// States are immutable and share what has not changed, so readers need no lock, a reader may keep one as long as it likes, and a cut of
/// one route costs the nodes on the way to it: routes stand in a binary trie for each table (`RouteTree`, 96 bytes a route and no object
/// for it until somebody asks), everything else in a balanced tree (`SortedTree`). While a cut is under way the trie's new nodes are
/// changed in place.
///
/// What comes is checked against what is held: an ADD of what is there, or a CHANGE or DELETE of what is not, breaks the connection, and
/// the replica begins anew from a snapshot. So it may be late, but it is not wrong.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.client.replica;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
