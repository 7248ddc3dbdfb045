// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordReader;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;

/// A reporter that keeps every record in a list and searches it from one end to the other: slow, and plainly right.
class FakeReporter<T extends RoutingObject> implements Reporter {
    record Entry(RoutingKey key, Operation operation, long version, long born, ByteBuffer frame) {}

    private final ObjectCodec<T> codec;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final FieldWriter payload = new FieldWriter();
    private final AtomicLong reports = new AtomicLong();
    final List<Reader> listeners = new CopyOnWriteArrayList<>();
    volatile long floor;
    volatile long compactedAt;
    volatile Runnable beforeHold = () -> {};
    /// Cursors at which a reader registered.
    final List<Long> registered = new CopyOnWriteArrayList<>();
    /// Records that a walk may still give before they are taken away.
    volatile int patience = Integer.MAX_VALUE;

    FakeReporter(ObjectCodec<T> codec) {
        this.codec = codec;
    }

    /// Another one for the same type, that knows nothing yet.
    FakeReporter<T> successor() {
        return new FakeReporter<>(codec);
    }

    @SuppressWarnings("unchecked")
    void report(Operation operation, RoutingObject object, long version, long born, Cause cause) {
        codec.encode((T) object, payload.reset());
        ByteBuffer frame = ByteBuffer.allocate(Frame.lengthFor(payload.length())).order(Frame.ORDER);
        payload.copyTo(frame, Frame.HEADER_LENGTH);
        Frame.putHeader(frame, 0, operation, type().number(), 0, 0, payload.length());
        Frame.putCause(frame, 0, cause);
        frame.putLong(Frame.KERNEL_VERSION_OFFSET, version).putLong(Frame.BORN_OFFSET, born);
        entries.add(new Entry(object.key(), operation, version, born, frame));
        reports.incrementAndGet();
    }

    void published() {
        listeners.forEach(reader -> reader.listener.readable());
    }

    @Override
    public ObjectCodec<?> codec() {
        return codec;
    }

    @Override
    public RecordReader register(ReportListener listener, long cursor) {
        registered.add(cursor);
        Reader reader = new Reader(listener, cursor);
        listeners.add(reader);
        return reader;
    }

    @Override
    public long reports() {
        return reports.get();
    }

    /// Drops the values that were superseded by now.
    void compact(long version) {
        Map<RoutingKey, Entry> newest = new HashMap<>();
        entries.forEach(e -> newest.put(e.key(), e));
        entries.removeIf(e -> e.operation() != Operation.DELETE && newest.get(e.key()) != e);
        compactedAt = version;
    }

    /// Strict: what it must not be asked, it refuses.
    final class Reader implements RecordReader {
        private final ReportListener listener;
        private volatile long cursor;
        private volatile boolean closed;
        private boolean lost;
        private long held = -1;
        private List<Entry> records = List.of();
        private Selected walk = new Selected(List.of());

        Reader(ReportListener listener, long cursor) {
            this.listener = listener;
            this.cursor = cursor;
        }

        ReportListener listener() {
            return listener;
        }

        @Override
        public long cursor() {
            return lost ? 0 : cursor;
        }

        @Override
        public boolean hold(long version) {
            beforeHold.run();
            boolean whole = !closed && !lost && (cursor == 0 || cursor >= floor);
            held = version;
            records = List.copyOf(entries);
            lost = false;
            return whole;
        }

        @Override
        public long compactedAt() {
            return compactedAt;
        }

        @Override
        public RecordCursor deletes(long from, long to) {
            return select(to, e -> within(e, from, to) && e.operation() == Operation.DELETE && e.born() <= from);
        }

        @Override
        public RecordCursor values(long from, long to) {
            Map<RoutingKey, Entry> newest = new LinkedHashMap<>();
            records.stream().filter(e -> e.version() <= to).forEach(e -> newest.put(e.key(), e));
            return select(to, e -> within(e, from, to) && newest.get(e.key()) == e && e.operation() != Operation.DELETE);
        }

        @Override
        public void release(long version) {
            if (held < version) {
                throw new IllegalStateException("release(" + version + ") after hold(" + held + ")");
            }
            cursor = version;
            held = -1;
            records = List.of();
        }

        @Override
        public void close() {
            closed = true;
            listeners.remove(this);
        }

        private boolean within(Entry entry, long from, long to) {
            return entry.version() > from && entry.version() <= to;
        }

        private RecordCursor select(long to, Predicate<Entry> wanted) {
            if (held < 0 || to != held) {
                throw new IllegalStateException("cut to " + to + " with records held for " + held);
            }
            walk.abandoned = true;
            walk = new Selected(new ArrayList<>(records.stream().filter(wanted).toList()));
            return walk;
        }

        private final class Selected implements RecordCursor {
            private final List<Entry> selected;
            private boolean abandoned;
            private int index = -1;

            Selected(List<Entry> selected) {
                this.selected = selected;
            }

            @Override
            public boolean next() {
                if (abandoned) {
                    throw new IllegalStateException("a later walk of the reader has begun");
                }
                if (index + 1 == selected.size()) {
                    return false;
                }
                if (closed || patience-- <= 0) {
                    lost = true;
                    throw new RoutingException(Errno.ESTALE, "records were taken away");
                }
                index++;
                return true;
            }

            @Override
            public ByteBuffer buffer() {
                return selected.get(index).frame();
            }

            @Override
            public int offset() {
                return 0;
            }
        }
    }
}
