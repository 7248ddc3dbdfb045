// SPDX-License-Identifier: Apache-2.0
/// Message type NEIGHBOR: who is reachable on the link, by which link-layer address. ARP for IPv4, neighbor discovery for IPv6.
///
/// ```
///   RTM_NEWNEIGH, RTM_DELNEIGH -> NeighborMirror -> netlink driver -> kernel core -> NeighborReporter -> listeners
///                                                                                    NeighborCodec
/// ```
///
/// Two services: [NeighborMirror], which the netlink driver asks what a message of the host means, and [NeighborReporter], which owns the
/// type: its records and the list of those who listen. Neither has state of its own beyond what it inherits; the state is the kernel
/// core's. When the bundle goes, the driver deletes the neighbors, and the reporter takes its list with it.
@NullMarked
package org.example.neighbor;

import org.jspecify.annotations.NullMarked;
