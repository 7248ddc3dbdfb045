// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

/// What a replica has counted since it was opened.
///
/// @param connects    subscriptions that came to their first mark
/// @param resumes     those of them that went on from where the replica was, with nothing begun anew
/// @param snapshots   those of them that began anew, wholly or some type
/// @param breaks      connections that broke, and attempts that came to none
/// @param cuts        marks
/// @param events      records that came with these cuts
/// @param noticesLost of notices that the appliance had no room for; no part of any cut
public record ReplicaCounters(
        long connects, long resumes, long snapshots, long breaks, long cuts, long events, long noticesLost) {}
