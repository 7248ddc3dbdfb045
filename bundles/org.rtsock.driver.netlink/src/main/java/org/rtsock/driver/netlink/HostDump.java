// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.util.List;
import java.util.Set;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Route;

/// The host's answer to the question for everything.
///
/// @param routes      of all tables, in the host's order
/// @param families    whose routes were asked for
/// @param interrupted whether the state changed meanwhile, so that entries may be missing or doubled
record HostDump(
        List<HostLink> links, List<Ifa> addresses, List<Route> routes, Set<Family> families, boolean interrupted) {}
