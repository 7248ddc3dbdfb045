// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.daemon;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.socket.Cut;

/// A whiteboard service: a daemon that listens.
///
/// Service properties say to what; components have the annotations [ListensTo] and [FilterBy] for them:
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
/// Changing them changes the subscription at run time, and the listener hears the difference: objects that a filter hides now as deletes,
/// those that it shows as adds, all of a type that is new. Of a type that it gave up it is told nothing more; should it come back, it
/// begins with a reset. The listener itself is not told: a component that is to stay the same object needs a `modified` method.
///
/// When the switch is replaced, a listener that was there before begins with a reset of each type: the new switch does not know what the old one
/// told it.
///
/// ## When a listener is parked
///
/// A parked listener is on no list: nothing is called and nothing is kept for it. `show listeners` tells which one and why. Back on the
/// lists it hears a reset of each type of which it may hold something, and the snapshot.
///
/// | parked because | until |
/// |---|---|
/// | its properties do not fit | they fit |
/// | one call of [#receive] takes longer than the limit of the switch (`listenerLimitSeconds`, 60) | the call returns |
/// | [#receive] threw too often in a row (`listenerFailures`, 10) | its properties change, or it is registered anew |
///
/// A service that cannot be had, because its component fails to start, is not parked but left out: the log says so, and it stays out until
/// it is registered anew.
///
/// ## Leaving
///
/// When the service is unregistered its thread is interrupted. Once unregistering has returned, [#receive] is not called any more; a
/// call that has not returned after 5 seconds is left behind, with a warning, and given nothing else. A listener may unregister itself in
/// [#receive].
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

    /// The next cut. Called on a virtual thread of the listener's own, one cut at a time; the next call comes when this one has returned
    /// and there is something new. It may wait, which delays and conflates what this listener hears and nothing else. The cut is valid
    /// until this returns.
    ///
    /// One that computes for long, which is not waiting, takes a core of the scheduler that all virtual threads share: other listeners and
    /// connections have one less, or none. It should keep what it needs of the cut and hand the work to a thread of its own.
    ///
    /// When it throws, whatever it throws, the cut counts as delivered. The first of a row of failures is in the log, with its trace.
    /// What a message type's codec throws is not among them, see [Cut].
    ///
    /// One that blocks for so long in the middle of a cut that its records are taken away gets ESTALE from the walk; the cut is void then,
    /// and the next one begins with a reset of each type.
    void receive(Cut cut);
}
