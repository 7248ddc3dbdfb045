// SPDX-License-Identifier: Apache-2.0
/// The `rtsock` command: a process of its own, on the client library, over the unix transport; or, as a bundle, the words of a shell inside the
/// appliance, over whatever [Rtsock.Connector] the shell has.
///
/// [Rtsock] knows the words of the command line, opens the connection, and turns whatever goes wrong into an exit status. One class a
/// command does the work: [MonitorCommand], [ShowCommand], [GetCommand], [RouteCommand], [TableCommand], [RedirectCommand],
/// [StatisticsCommand]. What they print goes through [JsonText] for programs, or [TextEvents] and [TextTable] for people; both walk the
/// fields of a type as the appliance describes it, so there is no code here for what a single type looks like but the phrases for routes
/// and counters in [ObjectText].
///
/// There is one thread and no state but the command line. Standard output is buffered and flushed at marks and at the end; when its reader
/// has gone, [OutputClosedException] ends the command in silence.
@Export
@Version("1.0.0")
@NullMarked
package org.rtsock.cli;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
