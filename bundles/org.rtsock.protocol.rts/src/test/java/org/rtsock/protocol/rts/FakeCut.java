// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
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

    @Override
    public boolean nextPart() {
        index++;
        if (index < parts.size()) {
            records = new Records(parts.get(index).records());
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

    private static final class Records implements RecordCursor {
        private final List<ByteBuffer> frames;
        private int at = -1;

        Records(List<ByteBuffer> frames) {
            this.frames = frames;
        }

        @Override
        public boolean next() {
            return ++at < frames.size();
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
