// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.daemon;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.socket.Cut;

/// A whiteboard service: a daemon that listens.
///
/// Service properties say to what; changing them changes the subscription:
///
/// | property | type | meaning |
/// |---|---|---|
/// | `rtsock.flags` | Integer | `RTSO_` bits, see [org.rtsock.api.message.MessageType#flag()] |
/// | `rtsock.types` | String+ | words of types, such as `ifd`, `route` |
/// | `rtsock.table` | Integer | table id of the filter |
/// | `rtsock.family` | String | `inet` or `inet6` |
/// | `rtsock.prefix` | String | routes to this prefix or a part of it |
/// | `rtsock.protocols` | String+ | routes of these protocols, by word or number, see [org.rtsock.api.message.RouteProtocol] |
/// | `rtsock.priority` | Long | routes with this priority or a more preferred one, 0 to 4294967295 |
///
/// A property that does not fit keeps the listener off the lists, with a warning in the log.
@ConsumerType
public interface RoutingListener {
    /// Property with the flags.
    String FLAGS = "rtsock.flags";
    /// Property with the words of types.
    String TYPES = "rtsock.types";
    /// Property with the table of the filter.
    String TABLE = "rtsock.table";
    /// Property with the family of the filter.
    String FAMILY = "rtsock.family";
    /// Property with the prefix of the filter.
    String PREFIX = "rtsock.prefix";
    /// Property with the protocols of the filter.
    String PROTOCOLS = "rtsock.protocols";
    /// Property with the priority of the filter.
    String PRIORITY = "rtsock.priority";

    /// The next cut. Called on a thread of the listener's own, one cut at a time; it may block, which delays and conflates what this listener hears
    /// and nothing else. When it throws, the exception is logged and the cut counts as delivered. The cut is valid until this returns.
    ///
    /// One that blocks for so long in the middle of a cut that its records are taken away gets ESTALE from the walk; the cut is void then,
    /// and the next one begins with a reset of each type.
    void receive(Cut cut);
}
