// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;

/// The operations of one commit, valid on the committing thread while its work runs.
///
/// Each operation is whole or has not happened: one that throws leaves the transaction as it was, and the work may go on with the next.
/// Every refusal is a [org.rtsock.api.RoutingException] that names field and value. Integrity, for all of them:
///
/// - no child without its parent: an ifl needs its ifd, an iff its ifl, an ifa its iff, a route its table and the ifls of its next hops
///   (ENODEV for interfaces, ESRCH for tables);
/// - removing a parent removes its children, and routes that only led through it; routes that led elsewhere too lose those next hops;
/// - a route of another protocol ends the life of the one whose key it takes, see [org.rtsock.api.message.Route];
/// - a redirect is added by [Kernel#redirect] only; deleting it deletes the route that it made;
/// - counters (RTSTATS) follow from the routes; CHANGE to all zero resets them, nothing else is done to them;
/// - what a driver put, a request may neither change nor delete (EOPNOTSUPP).
@ProviderType
public interface Transaction {
    /// Adds an object that is not there.
    ///
    /// @return the object as it was stored
    /// @throws org.rtsock.api.RoutingException EEXIST when an object has its key
    RoutingObject add(RoutingObject object);

    /// Replaces the value of an object. No change, no message.
    ///
    /// @return the object as it was stored
    /// @throws org.rtsock.api.RoutingException ESRCH when no object has its key
    RoutingObject change(RoutingObject object);

    /// Adds or changes, for drivers that mirror a state. Whoever put an object last owns it.
    ///
    /// @return the object as it was stored
    RoutingObject put(RoutingObject object);

    /// Deletes an object, its children first.
    ///
    /// @return the object that was deleted
    /// @throws org.rtsock.api.RoutingException ESRCH when no object has the key
    RoutingObject delete(RoutingKey key);

    /// Deletes an object if it is there.
    ///
    /// @return whether it was
    boolean remove(RoutingKey key);

    /// The object with a key, as this transaction sees it.
    @Nullable RoutingObject get(RoutingKey key);

    /// [#add] for a route as numbers. Makes no object for it.
    void add(RouteRow route);

    /// [#put] for a route as numbers. Makes no object for it.
    void put(RouteRow route);

    /// [#remove] for a route as numbers, whose attributes do not matter. Makes no object for it.
    boolean remove(RouteRow route);

    /// [#get] for a route as numbers: fills in the attributes of the route that the row names, if there is one.
    ///
    /// @return whether there is
    boolean get(RouteRow route);

    /// Keys of all objects of a type that the transaction's origin owns, parents' order not implied. A copy.
    List<RoutingKey> owned(MessageType type);
}
