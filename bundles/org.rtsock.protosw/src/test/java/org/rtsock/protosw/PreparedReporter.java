// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;

/// A reporter that shows the same records as the values of every commit, and allocates nothing once a listener has registered.
final class PreparedReporter<T extends RoutingObject> implements Reporter {
    private final ObjectCodec<T> codec;
    private final ByteBuffer records;
    private final FieldReader fields = new FieldReader();
    private final List<Place> places = new CopyOnWriteArrayList<>();

    PreparedReporter(ObjectCodec<T> codec, List<T> objects) {
        this.codec = codec;
        FieldWriter payload = new FieldWriter();
        records = ByteBuffer.allocate(objects.size() * 512).order(Frame.ORDER);
        for (T object : objects) {
            codec.encode(object, payload.reset());
            int offset = records.position();
            payload.copyTo(records, offset + Frame.HEADER_LENGTH);
            int length = Frame.putHeader(records, offset, Operation.ADD, type().number(), 0, 0, payload.length());
            records.position(offset + length);
        }
        records.flip();
    }

    void published() {
        for (int i = 0; i < places.size(); i++) {
            places.get(i).listener.readable();
        }
    }

    /// How many of the records a filter admits.
    int admitted(Filter filter) {
        int admitted = 0;
        for (int offset = 0; offset < records.limit(); offset += Frame.length(records, offset)) {
            admitted += codec.admits(filter, fields.resetToFrame(records, offset)) ? 1 : 0;
        }
        return admitted;
    }

    @Override
    public ObjectCodec<?> codec() {
        return codec;
    }

    @Override
    public RecordReader register(ReportListener listener, long cursor) {
        Place place = new Place(listener);
        places.add(place);
        return place;
    }

    @Override
    public long reports() {
        return 0;
    }

    private final class Place implements RecordReader, RecordCursor {
        private final ReportListener listener;
        private long cursor;
        private int next;
        private int offset;

        Place(ReportListener listener) {
            this.listener = listener;
        }

        @Override
        public long cursor() {
            return cursor;
        }

        @Override
        public boolean hold(long version) {
            return true;
        }

        @Override
        public long compactedAt() {
            return 0;
        }

        @Override
        public RecordCursor deletes(long from, long to) {
            return EmptyCursor.INSTANCE;
        }

        @Override
        public RecordCursor values(long from, long to) {
            next = 0;
            return this;
        }

        @Override
        public void release(long version) {
            cursor = version;
        }

        @Override
        public void close() {
            places.remove(this);
        }

        @Override
        public boolean next() {
            if (next == records.limit()) {
                return false;
            }
            offset = next;
            next += Frame.length(records, offset);
            return true;
        }

        @Override
        public ByteBuffer buffer() {
            return records;
        }

        @Override
        public int offset() {
            return offset;
        }
    }
}
