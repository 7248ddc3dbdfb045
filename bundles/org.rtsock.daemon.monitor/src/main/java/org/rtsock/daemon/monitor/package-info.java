// SPDX-License-Identifier: Apache-2.0
/// The monitor daemon: a listener service that logs what it hears.
///
/// State: the number of objects of the snapshot under way, owned by the thread on which the switch calls the listener. The switch reads the
/// service properties and does the listening; [MonitorDaemon] only turns messages into lines with [ObjectLine].
@NullMarked
package org.rtsock.daemon.monitor;

import org.jspecify.annotations.NullMarked;
