// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.jspecify.annotations.Nullable;

/// The open branch of [RoutingObject]: the object of a plug-in's message type.
///
/// The plug-in implements [Body] with a record of its own; the kernel compares and stores it without looking inside.
public record ExtensionObject(Key key, Body body) implements RoutingObject {
    /// @param id what tells the object from the others of its type; a value with `equals` and `hashCode`
    public record Key(MessageType type, Object id) implements RoutingKey {}

    /// A plug-in's own immutable value with `equals`.
    public interface Body {
        /// The object that this one is a part of and cannot be without: it must be there first, and this one goes with it, with a delete of
        /// its own. Of a type with a lower rank. The same for the whole of the object's life. Null for none.
        default @Nullable RoutingKey parent() {
            return null;
        }
    }
}
