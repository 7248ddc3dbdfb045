// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.wire.TypeDescriptor;

/// What an [EventStream] delivers: cuts, and between their messages, anywhere, notices of what left no state behind.
public sealed interface StreamMessage {
    /// A part of a cut, in its order: resets, deletes with children first, adds and changes with parents first, one mark.
    sealed interface OfCut extends StreamMessage {
        /// The life of the kernel that the version belongs to.
        long epoch();

        /// The commit that made this value; for resets and marks the version that the cut leads to.
        long version();
    }

    /// An object that came, changed or went.
    ///
    /// @param operation ADD, CHANGE or DELETE, as seen by this listener: ADD when the object is new to it
    /// @param object    the newest value up to the mark; for DELETE the last one
    /// @param cause     who made it; its origin is `?` where the appliance did not say
    record Event(Operation operation, TypeDescriptor type, FieldValues object, long epoch, long version, Cause cause)
            implements OfCut {}

    /// The listener's place is too old for a difference, or was lost in the middle of a cut: forget all objects of the type, what follows
    /// up to the mark is all there is.
    record Reset(TypeDescriptor type, long epoch, long version) implements OfCut {}

    /// Everything up to the version has been delivered: what the listener holds is the kernel's state at that version. When it comes back
    /// with (epoch, version) and the filter that it had, it gets the difference.
    ///
    /// @param snapshot whether this mark ends the first cut after a subscription
    record Mark(long epoch, long version, boolean snapshot) implements OfCut {}

    /// Something that happened to a lookup, a route or a redirect, and changed nothing that a listener holds
    /// ([org.rtsock.api.message.RouteEvent]).
    ///
    /// | operation | type | what | object |
    /// |---|---|---|---|
    /// | MISS | ROUTE | a lookup found no route | - |
    /// | RESOLVE | ROUTE | a lookup found a route that asks for external resolution | that route |
    /// | LOSING | ROUTE | somebody suspects that a route leads nowhere | that route |
    /// | ADD | REDIRECT | a redirect was refused | the redirect |
    ///
    /// @param table       table id, 1 to 2^32 - 1
    /// @param destination what was looked up, what gets no answer, or what was to be redirected
    /// @param errno       why a redirect was refused, else null
    record Notice(
            Operation operation,
            TypeDescriptor type,
            long table,
            Prefix destination,
            @Nullable FieldValues object,
            @Nullable Errno errno,
            Cause cause)
            implements StreamMessage {}

    /// Notices and replies were lost here, because they did not fit the receive buffer of the socket. Nothing of any cut was.
    ///
    /// @param lost how many
    record Desync(long lost) implements StreamMessage {}
}
