// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.wire.TypeDescriptor;

/// What an [EventStream] delivers, in the order of a cut: resets, deletes with children first, adds and changes with parents first, one
/// mark.
public sealed interface StreamMessage {
    /// The life of the kernel that the version belongs to.
    long epoch();

    /// The commit that made this value; for resets and marks the version that the cut leads to.
    long version();

    /// An object that came, changed or went.
    ///
    /// @param operation ADD, CHANGE or DELETE, as seen by this listener: ADD when the object is new to it
    /// @param object    the newest value up to the mark; for DELETE the last one
    /// @param cause     who made it; its origin is `?` where the appliance did not say
    record Event(Operation operation, TypeDescriptor type, FieldValues object, long epoch, long version, Cause cause)
            implements StreamMessage {}

    /// The listener's place is too old for a difference, or was lost in the middle of a cut: forget all objects of the type, what follows
    /// up to the mark is all there is.
    record Reset(TypeDescriptor type, long epoch, long version) implements StreamMessage {}

    /// Everything up to the version has been delivered: what the listener holds is the kernel's state at that version. When it comes back
    /// with (epoch, version) and the filter that it had, it gets the difference.
    ///
    /// @param snapshot whether this mark ends the first cut after a subscription
    record Mark(long epoch, long version, boolean snapshot) implements StreamMessage {}
}
