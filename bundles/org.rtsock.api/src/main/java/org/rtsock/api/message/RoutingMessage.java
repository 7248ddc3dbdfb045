// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.rtsock.api.Cause;

/// What a listener hears, in the order of a cut: resets, deletes with children first, adds and changes with parents first, one mark.
public sealed interface RoutingMessage {
    /// The kernel's version of this message.
    long version();

    /// An object that came, changed or went.
    ///
    /// @param operation ADD, CHANGE or DELETE, as seen by this listener: ADD when the object is new to it
    /// @param object    the newest value up to the mark; for DELETE the last one
    /// @param version   the commit that made this value
    /// @param cause     who made it
    record Event(Operation operation, RoutingObject object, long version, Cause cause) implements RoutingMessage {
        public MessageType type() {
            return object.type();
        }
    }

    /// The listener's place is too old for a difference: forget all objects of the type, what follows up to the mark is all there is.
    record Reset(MessageType type, long version) implements RoutingMessage {}

    /// Everything up to `version` has been delivered: the state that the listener holds now is a cut.
    ///
    /// @param epoch    the life of the kernel that the version belongs to
    /// @param snapshot whether this mark ends the first cut after a subscription
    record Mark(long epoch, long version, boolean snapshot) implements RoutingMessage {}
}
