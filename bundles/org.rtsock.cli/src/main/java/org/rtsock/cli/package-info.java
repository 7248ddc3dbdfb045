// SPDX-License-Identifier: Apache-2.0
/// The `rtsock` command: a process of its own, on the client library, over the unix transport.
///
/// [Rtsock] knows the words of the command line, opens the connection, and turns whatever goes wrong into an exit status. One class a
/// command does the work: [MonitorCommand], [ShowCommand], [GetCommand], [RouteCommand], [TableCommand], [RedirectCommand],
/// [StatisticsCommand]. What they print goes through [JsonText] for programs, or [TextEvents] and [TextTable] for people; both walk the
/// fields of a type as the appliance describes it, so there is no code here for what a single type looks like but the phrases for routes
/// and counters in [ObjectText].
///
/// There is one thread and no state but the command line. Standard output is buffered and flushed at marks and at the end; when its reader
/// has gone, [OutputClosedException] ends the command in silence.
@NullMarked
package org.rtsock.cli;

import org.jspecify.annotations.NullMarked;
