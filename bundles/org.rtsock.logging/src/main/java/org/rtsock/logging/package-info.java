// SPDX-License-Identifier: Apache-2.0
/// Brings the OSGi log into the one that everything else writes to, slf4j.
///
/// [Bridge] follows the log reader services, and hangs a [Forwarder] on each. State: the services that are followed, kept by the tracker.
/// Entries come on the log service's own thread, one at a time and in order.
@NullMarked
package org.rtsock.logging;

import org.jspecify.annotations.NullMarked;
