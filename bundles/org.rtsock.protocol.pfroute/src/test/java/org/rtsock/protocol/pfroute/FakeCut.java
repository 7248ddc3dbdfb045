// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A cut from version 10 to 20 with the parts that a test gives it.
@SuppressWarnings("varargs") // the arrays are only read
final class FakeCut implements Cut {
    static final int FROM = 10;
    static final int TO = 20;

    private record FakePart(Part part, TypeDescriptor descriptor, long from, List<ByteBuffer> records) {}

    private final List<FakePart> parts = new ArrayList<>();
    /// Records that a walk may still give before they are taken away.
    int patience = Integer.MAX_VALUE;
    private int index = -1;

    FakeCut reset(ObjectCodec<?> codec) {
        parts.add(new FakePart(Part.RESET, codec.descriptor(), 0, List.of()));
        return this;
    }

    @SafeVarargs
    final <T extends RoutingObject> FakeCut deleted(ObjectCodec<T> codec, T... objects) {
        return part(Part.DELETES, codec, FROM, FROM - 1, List.of(objects));
    }

    /// Objects that were born after the listener's last cut.
    @SafeVarargs
    final <T extends RoutingObject> FakeCut added(ObjectCodec<T> codec, T... objects) {
        return part(Part.VALUES, codec, FROM, FROM + 1, List.of(objects));
    }

    @SafeVarargs
    final <T extends RoutingObject> FakeCut changed(ObjectCodec<T> codec, T... objects) {
        return part(Part.VALUES, codec, FROM, FROM, List.of(objects));
    }

    /// The state that follows a reset.
    @SafeVarargs
    final <T extends RoutingObject> FakeCut state(ObjectCodec<T> codec, T... objects) {
        return part(Part.VALUES, codec, 0, FROM - 1, List.of(objects));
    }

    private <T extends RoutingObject> FakeCut part(
            Part part, ObjectCodec<T> codec, long from, long born, List<T> objects) {
        List<ByteBuffer> records = new ArrayList<>();
        for (T object : objects) {
            FieldWriter payload = new FieldWriter();
            codec.encode(object, payload);
            ByteBuffer frame = ByteBuffer.allocate(8 + Frame.lengthFor(payload.length())).order(Frame.ORDER);
            payload.copyTo(frame, 8 + Frame.HEADER_LENGTH);
            Operation operation = part == Part.DELETES ? Operation.DELETE : Operation.CHANGE;
            Frame.putHeader(frame, 8, operation, codec.type().number(), 0, 0, payload.length());
            Frame.putCause(frame, 8, new Cause.Request("unix", 31, 5));
            frame.putLong(8 + Frame.KERNEL_VERSION_OFFSET, TO).putLong(8 + Frame.BORN_OFFSET, born);
            records.add(frame);
        }
        parts.add(new FakePart(part, codec.descriptor(), from, records));
        return this;
    }

    @Override
    public long epoch() {
        return 0x4d;
    }

    @Override
    public long version() {
        return TO;
    }

    @Override
    public boolean snapshot() {
        return false;
    }

    @Override
    public boolean nextPart() {
        index = Math.min(index + 1, parts.size());
        return index < parts.size();
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
        return new Records(parts.get(index).records());
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
            return 8;
        }
    }
}
