// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// The open branch of [RoutingObject]: the object of a plug-in's message type.
///
/// The plug-in implements [Body] with a record of its own; the kernel compares and stores it without looking inside.
public record ExtensionObject(Key key, Body body) implements RoutingObject {
    /// @param id what tells the object from the others of its type; a value with `equals` and `hashCode`
    public record Key(MessageType type, Object id) implements RoutingKey {}

    /// A plug-in's own immutable value with `equals`.
    public interface Body {}
}
