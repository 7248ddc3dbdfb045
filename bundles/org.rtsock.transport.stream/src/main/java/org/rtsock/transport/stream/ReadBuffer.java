// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What has come from a peer and was not taken. Small for those who only listen, and as large as need be for those who send much. One thread.
final class ReadBuffer {
    private static final int FIRST_CAPACITY = 2048;
    private static final int GROWTH = 8;

    private final Peer peer;
    private final int maxCapacity;
    /// Flipped: what came stands from position to limit.
    private ByteBuffer bytes;

    /// @param longest message of the peer, bytes
    ReadBuffer(Peer peer, int longest) {
        this.peer = peer;
        // The rest of one, and one.
        this.maxCapacity = 2 * longest;
        this.bytes = allocate(Math.min(FIRST_CAPACITY, maxCapacity));
    }

    private ByteBuffer allocate(int capacity) {
        return (peer.isPlain() ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity)).limit(0);
    }

    /// What stands there. Whoever takes some moves the position.
    ByteBuffer bytes() {
        return bytes;
    }

    /// Waits for more.
    ///
    /// @return false at the end of the stream
    boolean read() throws IOException {
        if (bytes.hasRemaining() || bytes.position() > 0) {
            bytes.compact();
        } else {
            bytes.clear();
        }
        int count;
        try {
            count = peer.read(bytes);
        } finally {
            bytes.flip();
        }
        // Somebody who fills it has more to say.
        if (bytes.limit() == bytes.capacity()) {
            grow(bytes.capacity() * GROWTH);
        }
        return count >= 0;
    }

    /// Waits until there are so many bytes.
    ///
    /// @return false when the stream ended before
    boolean read(int count) throws IOException {
        while (bytes.remaining() < count) {
            if (!read()) {
                return false;
            }
        }
        return true;
    }

    /// The next bytes, from 0 on, which must have come.
    ByteBuffer take(int count) {
        ByteBuffer taken = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        return taken;
    }

    /// Makes room for a message of a length; 0 when it is not known yet.
    void need(int length) {
        if (length > bytes.capacity()) {
            grow(length);
        }
    }

    private void grow(int capacity) {
        int wanted = Math.min(maxCapacity, capacity);
        if (wanted > bytes.capacity()) {
            bytes = allocate(wanted).clear().put(bytes).flip();
        }
    }
}
