// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.TypeDescriptor;

/// A cut with the parts that a test gives it.
final class FakeCut implements Cut {
    /// @param records whole frames, of lengths that are multiples of 8
    record FakePart(Part part, TypeDescriptor descriptor, long from, List<ByteBuffer> records) {}

    private final long version;
    private final boolean snapshot;
    private final List<FakePart> parts;
    /// Records that a walk may still give before they are taken away.
    int patience = Integer.MAX_VALUE;
    private int index = -1;
    private Records records = new Records(List.of());

    FakeCut(long version, boolean snapshot, FakePart... parts) {
        this.version = version;
        this.snapshot = snapshot;
        this.parts = List.of(parts);
    }

    static ByteBuffer record(int length, int fill) {
        ByteBuffer frame = ByteBuffer.allocate(length).order(Frame.ORDER);
        for (int i = Integer.BYTES; i < length; i++) {
            frame.put(i, (byte) fill);
        }
        return frame.putInt(0, length);
    }

    @Override
    public long epoch() {
        return 0x4d;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public boolean snapshot() {
        return snapshot;
    }

    /// Lets the cut be walked once more.
    void again() {
        index = -1;
    }

    @Override
    public boolean nextPart() {
        index++;
        if (index < parts.size()) {
            List<ByteBuffer> given = parts.get(index).records();
            records = given.isEmpty() ? records : new Records(given);
            return true;
        }
        return false;
    }

    @Override
    public Part part() {
        return parts.get(index).part();
    }

    @Override
    public TypeDescriptor descriptor() {
        return parts.get(index).descriptor();
    }

    @Override
    public long from() {
        return parts.get(index).from();
    }

    @Override
    public RecordCursor records() {
        return records;
    }

    @Override
    public Iterator<RoutingMessage> iterator() {
        throw new UnsupportedOperationException();
    }

    private final class Records implements RecordCursor {
        private final List<ByteBuffer> frames;
        private int at = -1;

        Records(List<ByteBuffer> frames) {
            this.frames = frames;
        }

        @Override
        public boolean next() {
            if (++at >= frames.size()) {
                return false;
            }
            if (patience-- == 0) {
                throw new RoutingException(Errno.ESTALE, "records were taken away");
            }
            return true;
        }

        @Override
        public ByteBuffer buffer() {
            return frames.get(at);
        }

        @Override
        public int offset() {
            return 0;
        }
    }
}
