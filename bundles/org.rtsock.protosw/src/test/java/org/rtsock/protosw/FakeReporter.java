// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.rtsock.api.Cause;
import org.rtsock.api.Registration;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.reporter.RecordView;
import org.rtsock.api.reporter.ReportListener;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;

/// A reporter that keeps every record in a list and searches it from one end to the other: slow, and plainly right.
final class FakeReporter<T extends RoutingObject> implements Reporter {
    record Entry(RoutingKey key, Operation operation, long version, long born, ByteBuffer frame) {}

    private final ObjectCodec<T> codec;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    final List<ReportListener> listeners = new CopyOnWriteArrayList<>();
    volatile long floor;
    volatile long compactedAt;
    volatile Runnable beforeView = () -> {};

    FakeReporter(ObjectCodec<T> codec) {
        this.codec = codec;
    }

    @SuppressWarnings("unchecked")
    void report(Operation operation, RoutingObject object, long version, long born, Cause cause) {
        FieldWriter payload = new FieldWriter();
        codec.encode((T) object, payload);
        ByteBuffer frame = ByteBuffer.allocate(Frame.lengthFor(payload.length())).order(Frame.ORDER);
        payload.copyTo(frame, Frame.HEADER_LENGTH);
        Frame.putHeader(frame, 0, operation, type().number(), 0, 0, payload.length());
        Frame.putCause(frame, 0, cause);
        frame.putLong(Frame.KERNEL_VERSION_OFFSET, version).putLong(Frame.BORN_OFFSET, born);
        entries.add(new Entry(object.key(), operation, version, born, frame));
    }

    void published() {
        listeners.forEach(ReportListener::readable);
    }

    @Override
    public ObjectCodec<?> codec() {
        return codec;
    }

    @Override
    public Registration register(ReportListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public long reports() {
        return entries.size();
    }

    @Override
    public RecordView view() {
        beforeView.run();
        return new View(List.copyOf(entries), floor, compactedAt);
    }

    private record View(List<Entry> entries, long floor, long compactedAt) implements RecordView {
        @Override
        public RecordCursor deletes(long from, long to) {
            return select(entries, e -> within(e, from, to) && e.operation() == Operation.DELETE && e.born() <= from);
        }

        @Override
        public RecordCursor values(long from, long to) {
            Map<RoutingKey, Entry> newest = new LinkedHashMap<>();
            entries.stream().filter(e -> e.version() <= to).forEach(e -> newest.put(e.key(), e));
            return select(entries, e -> within(e, from, to) && newest.get(e.key()) == e && e.operation() != Operation.DELETE);
        }

        private static boolean within(Entry entry, long from, long to) {
            return entry.version() > from && entry.version() <= to;
        }

        private static RecordCursor select(List<Entry> entries, Predicate<Entry> wanted) {
            List<Entry> selected = new ArrayList<>(entries.stream().filter(wanted).toList());
            return new RecordCursor() {
                private int index = -1;

                @Override
                public boolean next() {
                    return ++index < selected.size();
                }

                @Override
                public ByteBuffer buffer() {
                    return selected.get(index).frame();
                }

                @Override
                public int offset() {
                    return 0;
                }
            };
        }
    }
}
