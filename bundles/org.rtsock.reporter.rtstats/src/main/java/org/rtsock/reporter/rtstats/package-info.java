// SPDX-License-Identifier: Apache-2.0
/// The owner of message type RTSTATS. A component on a [org.rtsock.journal.JournalReporter], which holds all the state: the records of
/// route statistics, and the list of those who listen.
///
/// The component is made when the first user of the service asks for it, and attaches itself to the kernel in its constructor; so whoever
/// holds the service holds a reporter whose records have the kernel's state. The kernel's committing thread writes the records, readers of
/// any thread walk them. When the component goes, it is off the kernel and its list is empty; the state stays in the kernel, and the next
/// life of the component is given it anew.
@NullMarked
package org.rtsock.reporter.rtstats;

import org.jspecify.annotations.NullMarked;
