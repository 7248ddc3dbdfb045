// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;

/// Payload of a BATCH frame, as it is filled with items. One thread.
///
/// ```
///   U8 mode   U8 level   items:  U8 operation   U16 message type   U16 length   fields of the object
/// ```
final class ItemBuffer {
    private static final int HEAD = 2;
    private static final int ITEM_HEAD = 5;
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final RouteCodec ROUTES = new RouteCodec();

    private final int maxItems;
    private final FieldWriter fields = new FieldWriter();
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY).order(Frame.ORDER);
    private int items;
    /// Of the item that stands in `fields`.
    private Operation operation = Operation.ADD;
    private MessageType type = MessageType.NOP;

    ItemBuffer(int mode, Level level, int maxItems) {
        this.maxItems = maxItems;
        bytes.put((byte) mode).put((byte) level.ordinal());
    }

    /// Encodes the next item, and leaves it aside until [#take].
    ///
    /// @throws RoutingException EOPNOTSUPP for a plug-in's object, EMSGSIZE when it is too long for a frame
    void encode(Operation its, RoutingObject object) {
        type = ObjectCodecs.encode(object, fields.reset()).type();
        operation = its;
        checkLength();
    }

    void encode(Operation its, RouteRow row) {
        ROUTES.encode(row, fields.reset());
        type = MessageType.ROUTE;
        operation = its;
        checkLength();
    }

    private void checkLength() {
        if (HEAD + ITEM_HEAD + fields.length() > Frame.MAX_PAYLOAD) {
            throw new RoutingException(
                    Errno.EMSGSIZE, "an object of " + fields.length() + " bytes is too long for an item of a batch");
        }
    }

    /// Takes the item that was encoded last.
    ///
    /// @return false when it finds no room
    boolean take() {
        int needed = bytes.position() + ITEM_HEAD + fields.length();
        if (needed > Frame.MAX_PAYLOAD || items == maxItems) {
            return false;
        }
        if (needed > bytes.capacity()) {
            int capacity = Math.min(Frame.MAX_PAYLOAD, Math.max(needed, 2 * bytes.capacity()));
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity)).order(Frame.ORDER).position(bytes.position());
        }
        bytes.put((byte) operation.number()).putShort((short) type.number()).putShort((short) fields.length());
        fields.copyTo(bytes, bytes.position());
        bytes.position(needed);
        items++;
        return true;
    }

    int items() {
        return items;
    }

    byte[] bytes() {
        return bytes.array();
    }

    int length() {
        return bytes.position();
    }

    /// Forgets the items.
    void clear() {
        bytes.position(HEAD);
        items = 0;
    }
}
