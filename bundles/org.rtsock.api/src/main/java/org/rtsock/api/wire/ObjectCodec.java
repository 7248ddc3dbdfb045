// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingObject;

/// Turns the objects of one message type into payloads and back. Stateless, any thread.
///
/// The payload is made of the descriptor's fields, in order; optional ones at the end may be missing when they are zero, empty or absent. A
/// later version may append fields; a reader ignores what it does not know.
@ConsumerType
public interface ObjectCodec<T extends RoutingObject> {
    TypeDescriptor descriptor();

    default MessageType type() {
        return descriptor().type();
    }

    /// Writes the fields of an object.
    ///
    /// @throws org.rtsock.api.RoutingException EMSGSIZE when it does not fit a frame
    void encode(T object, FieldWriter out);

    /// Reads an object.
    ///
    /// @throws org.rtsock.api.RoutingException EINVAL or EAFNOSUPPORT when the bytes are not one
    T decode(FieldReader in);

    /// Whether the filter lets the object with this payload through. Reads no more than it must.
    default boolean admits(Filter filter, FieldReader in) {
        return true;
    }
}
