// SPDX-License-Identifier: Apache-2.0
/// Daemons and an appliance that are killed under load, and one daemon that never reads.
///
/// `KillsIT` runs the distribution and daemons as processes and kills them with SIGKILL at random moments. A daemon is a
/// `KillableDaemon`: on the class path of an ordinary user, it holds what it hears, some in a `StateFile` that survives it, others in a
/// `RoutingReplica` that survives its connections only. The suite speaks with it by its standard streams (`DaemonHandle`): it tells of
/// the first mark of each subscription, and what it holds when it is asked. A `RandomWriter` writes meanwhile, and knows how many
/// deletes lie between two versions, so for each subscription the suite knows whether it must have been a resume.
package org.rtsock.itests.kills;
