// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.util.List;

/// A step of a replica from one state to the next, all of it at once.
///
/// @param before  the state that it began with; for the first cut that a listener hears it holds what came earlier
/// @param after   the state at the mark, whose epoch and version it has
/// @param changes what is different: deletes with children first, then the others with parents first. An object that went and came back is
///                in both parts. Empty when only the version moved
public record ReplicaCut(ReplicaState before, ReplicaState after, List<Change> changes) {}
