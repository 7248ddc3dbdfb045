// SPDX-License-Identifier: Apache-2.0
/// The measuring programs: how fast, how large, and beside what else. `bench/run` runs them, and the peers, by turns; see
/// `bench/README.md`.
///
/// ## How a program is made
///
/// [Bench] runs one [Program] in a JVM of its own and prints one [Result], a line of JSON. [Router] puts the system together as an
/// appliance has it: kernel core, the reporters, the protocol switch, the native protocol, where asked for the unix transport. There is no
/// framework, because nothing that a bundle does per message depends on one. A [Listener] is a virtual thread and a routing socket, as the
/// switch has them for a listener service; it reads every record of each cut in place and hands it to a [Tally], which keeps what it was
/// told and fails at whatever does not fit.
///
/// ## What a number is
///
/// - A **delivery** is one record that one listener has walked: key, version and birth read out of the bytes and checked. For a listener in
///   another process, after the record came through the socket. For rtnetlink it is a message read out of the socket, its destination
///   checked; for BIRD a route that a pipe has put into its table; for Aeron a message whose numbers were checked.
/// - The clock of a **fan-out** starts before the first commit and ends when the last listener has read the mark of the last commit; in
///   other processes, when the last of them has said so. Each must then hold each route once, and sums of addresses and versions must be
///   the writer's. Routes are distinct, so nothing can be coalesced, and a listener that got less fails the run.
/// - A **load** is a fan-out without listeners: the clock ends with the last commit. Over a unix socket another process writes, by batches of
///   the client library, into an appliance that has no routes yet; its clock ends when it has been told that all are stored.
/// - The clock of a **latency** starts before the commit of one route, for rtnetlink before the request is sent, and ends when a listener
///   has read its record. Each listener is a process of its own, rtnetlink's too; all read the host's monotonic clock. One route comes each
///   millisecond, so nobody waits for the one before. Each listener hears each route, and the percentiles are over all of that.
/// - The row of the client that **never reads** compares runs of the same changes: with it and without, by turns. The clock of a run starts
///   before the first change and ends when the last of the 16 in the other process has read the mark of the last. It begins when the
///   one has stalled in the middle of its snapshot and all others have read everything. After each run every listener must have had the
///   newest change of every route, none twice, and nobody but the one may be behind. The loss compares the times of all runs together;
///   beside it stand the standard error over the pairs, the loss in deliveries, and that in work done for a second of a core, which other
///   processes of the machine move less.
/// - The clock of **events** starts before the first counted change and ends when every listener that is not stalled has read the mark of
///   the last. Deliveries are those that were made: a listener that lags by more than a round gets the newest value only, and the share
///   that was coalesced stands beside the rate. The newest change of every route must have come to everybody, none twice.
/// - A **late joiner**'s clock starts when it subscribes and ends when it has read the mark of the snapshot. The median of several joins.
/// - A **match** is one call of `RouteLookup.match` on one thread, over 2^20 random addresses again and again, after as much time of
///   warming up. 200 000 of them were first compared with a search through sorted arrays.
/// - **Memory** is the heap in use after full collections, less what was in use before the first route.
/// - **Allocation** is what the JVM counts for the writing thread, by changes, and for the listeners' threads, by deliveries;
///   these are platform threads then, because it does not count for virtual ones.
/// - The clock of a **cascade** starts before the commit that deletes the device and ends when the last listener has read the mark; each
///   must have had all deletes in one cut. The **pause** is the longest time between two cuts at a listener to addresses while an address
///   changes every millisecond.
///
/// The JVM has done the same work some times before the clock starts (fan-outs on routers of their own, rounds of changes, a table filled
/// and emptied), because an appliance lives long and the compiler takes some million routes to be done with it; `--warm 0` shows a fan-out
/// without. Peers are native programs and need none; Aeron, which is Java too, has as many messages before as are counted.
@NullMarked
package org.rtsock.bench;

import org.jspecify.annotations.NullMarked;
