// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;

/// What a commit will do, as payloads in blocks: a million routes are 90 MB here, and several times that as objects. One thread at a time.
///
/// ```
///   U64 line   U16 type, index in the list of types   U8 deleted   U32 length   payload
/// ```
final class StagedCommit {
    private static final int BLOCK = 1 << 18;
    private static final int HEADER = 15;

    private final List<ByteBuffer> blocks = new ArrayList<>();
    private final List<MessageType> types = new ArrayList<>();
    private final Map<MessageType, Integer> indexes = new HashMap<>();
    /// By type that was reset, how many changes stood before the reset and do not count.
    private final Map<MessageType, Integer> resets = new HashMap<>();
    private int size;

    /// Is given changes in their order.
    @FunctionalInterface
    interface Visitor {
        /// @param payload the object; lent until the next one
        void change(long line, MessageType type, boolean deleted, FieldReader payload);
    }

    void add(long line, MessageType type, boolean deleted, FieldWriter payload) {
        ByteBuffer block = room(HEADER + payload.length());
        block.putLong(line).putShort(index(type)).put((byte) (deleted ? 1 : 0)).putInt(payload.length());
        payload.copyTo(block, block.position());
        block.position(block.position() + payload.length());
        size++;
    }

    private short index(MessageType type) {
        return indexes.computeIfAbsent(type, added -> {
                    types.add(added);
                    return types.size() - 1;
                })
                .shortValue();
    }

    private ByteBuffer room(int bytes) {
        if (blocks.isEmpty() || blocks.getLast().remaining() < bytes) {
            blocks.add(ByteBuffer.allocate(BLOCK).order(Frame.ORDER));
        }
        return blocks.getLast();
    }

    /// What came of the type so far does not count, and objects of it that do not come from here on are gone.
    void reset(MessageType type) {
        resets.put(type, size);
    }

    List<MessageType> resets() {
        return List.copyOf(resets.keySet());
    }

    /// The types of the changes.
    List<MessageType> types() {
        return types;
    }

    /// How many changes there are.
    int size() {
        return size;
    }

    /// Whether the commit says nothing.
    boolean isEmpty() {
        return size == 0 && resets.isEmpty();
    }

    void forEach(Visitor visitor) {
        FieldReader payload = new FieldReader();
        int sequence = 0;
        for (ByteBuffer block : blocks) {
            int at = 0;
            while (at < block.position()) {
                MessageType type = types.get(block.getShort(at + 8));
                int length = block.getInt(at + 11);
                if (sequence++ >= resets.getOrDefault(type, 0)) {
                    visitor.change(
                            block.getLong(at),
                            type,
                            block.get(at + 10) == 1,
                            payload.reset(block, at + HEADER, length));
                }
                at += HEADER + length;
            }
        }
    }

    /// Begins the next commit. The blocks of a large one are not kept.
    void clear() {
        if (blocks.size() > 1) {
            blocks.clear();
        }
        blocks.forEach(ByteBuffer::clear);
        types.clear();
        indexes.clear();
        resets.clear();
        size = 0;
    }
}
