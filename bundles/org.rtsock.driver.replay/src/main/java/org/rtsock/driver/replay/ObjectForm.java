// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;

/// A message type as its reporter tells it: from JSON by the descriptor to a payload, and from there by the codec to an object. So a type
/// that this bundle never heard of is replayed like any other. Immutable.
final class ObjectForm {
    private final ObjectCodec<?> codec;
    private final MessageType type;
    private final RowForm row;

    ObjectForm(ObjectCodec<?> codec) {
        this.codec = codec;
        this.type = codec.type();
        this.row = new RowForm(codec.descriptor().fields(), type.word(), type.word());
    }

    MessageType type() {
        return type;
    }

    /// Reads the JSON object at whose start the parser stands.
    ///
    /// @throws RoutingException EINVAL naming field and value
    @Nullable Object[] read(JsonParser json) throws IOException {
        return row.read(json);
    }

    /// Writes what was read as a payload, and makes sure that the codec takes it.
    ///
    /// @param keyOnly whether only the key matters
    /// @throws RoutingException naming field and value
    void write(@Nullable Object[] values, boolean keyOnly, FieldWriter out) {
        row.write(values, keyOnly, out.reset());
        ByteBuffer payload = ByteBuffer.allocate(out.length()).order(Frame.ORDER);
        out.copyTo(payload, 0);
        decode(new FieldReader().reset(payload, 0, payload.capacity()));
    }

    /// The object that a payload is.
    RoutingObject decode(FieldReader in) {
        return codec.decode(in);
    }

    /// Writes an object as a payload.
    @SuppressWarnings("unchecked") // an object of the type is of the codec's class
    void encode(RoutingObject object, FieldWriter out) {
        ((ObjectCodec<RoutingObject>) codec).encode(object, out.reset());
    }
}
