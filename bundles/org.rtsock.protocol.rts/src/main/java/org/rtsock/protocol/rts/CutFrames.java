// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.Cut.Part;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.TypeDescriptor;

/// A cut as frames. Records are copied as the reporters keep them.
///
/// ```
///   each part:  [DESCRIBE]  RESET
///               [DESCRIBE]  SPAN  record  record ...
///   at the end: MARK
///
///   SPAN payload:  U8 part (1 deletes, 2 values)   U64 from
/// ```
///
/// There may be several spans of one part and type, each with a `from` of its own: after a change of the filter.
///
/// Stops before any frame that does not fit and goes on with it at the next call. When a walk over the cut throws, what stands in the
/// target is whole frames, and its position is behind them. A socket uses the same object for each of its cuts.
final class CutFrames implements MessageSource {
    private static final int SPAN_DELETES = 1;
    private static final int SPAN_VALUES = 2;
    private static final int SPAN_PAYLOAD = 9;

    /// What is to be written next.
    private enum Next {
        PART,
        DESCRIPTOR,
        HEAD,
        RECORDS,
        MARK,
        NOTHING
    }

    private final RtsControlBlock state;
    private Cut cut;
    private Next next = Next.PART;
    /// The present record did not fit.
    private boolean pending;

    CutFrames(RtsControlBlock state, Cut cut) {
        this.state = state;
        this.cut = cut;
    }

    /// Turns to the next cut, wherever it stood in the last one.
    CutFrames begin(Cut another) {
        cut = another;
        next = Next.PART;
        pending = false;
        return this;
    }

    @Override
    public boolean fill(ByteBuffer target) {
        ByteOrder order = target.order();
        target.order(Frame.ORDER);
        try {
            boolean fits = true;
            while (fits && next != Next.NOTHING) {
                fits = put(target);
            }
        } finally {
            target.order(order);
        }
        return next == Next.NOTHING;
    }

    /// @return false when it does not fit
    private boolean put(ByteBuffer out) {
        return switch (next) {
            case PART -> nextPart();
            case DESCRIPTOR -> putDescriptor(out);
            case HEAD -> cut.part() == Part.RESET ? putReset(out) : putSpan(out);
            case RECORDS -> putRecords(out);
            case MARK -> putMark(out);
            case NOTHING -> true;
        };
    }

    private boolean nextPart() {
        next = cut.nextPart() ? Next.DESCRIPTOR : Next.MARK;
        return true;
    }

    private boolean putDescriptor(ByteBuffer out) {
        TypeDescriptor descriptor = cut.descriptor();
        if (state.mustDescribe(descriptor)) {
            FieldWriter payload = new FieldWriter();
            descriptor.write(payload);
            if (out.remaining() < Frame.lengthFor(payload.length())) {
                return false;
            }
            payload.copyTo(out, out.position() + Frame.HEADER_LENGTH);
            put(out, Operation.DESCRIBE, MessageType.NOP, 0, 0, payload.length());
            state.described(descriptor);
        }
        next = Next.HEAD;
        return true;
    }

    private boolean putReset(ByteBuffer out) {
        if (out.remaining() < Frame.lengthFor(0)) {
            return false;
        }
        put(out, Operation.RESET, cut.descriptor().type(), 0, cut.epoch(), 0);
        next = Next.PART;
        return true;
    }

    private boolean putSpan(ByteBuffer out) {
        if (out.remaining() < Frame.lengthFor(SPAN_PAYLOAD)) {
            return false;
        }
        int payload = out.position() + Frame.HEADER_LENGTH;
        out.put(payload, (byte) (cut.part() == Part.DELETES ? SPAN_DELETES : SPAN_VALUES));
        out.putLong(payload + 1, cut.from());
        put(out, Operation.SPAN, cut.descriptor().type(), 0, cut.epoch(), SPAN_PAYLOAD);
        next = Next.RECORDS;
        return true;
    }

    /// Records that lie one behind the other, which is what a commit leaves, are copied at once.
    private boolean putRecords(ByteBuffer out) {
        RecordCursor records = cut.records();
        ByteBuffer run = out;
        int start = 0;
        int end = 0;
        try {
            while (pending || records.next()) {
                ByteBuffer source = records.buffer();
                int offset = records.offset();
                int length = Frame.length(source, offset);
                pending = length > out.remaining() - (end - start);
                if (pending) {
                    return false;
                }
                if (source != run || offset != end) {
                    copy(run, start, end, out);
                    run = source;
                    start = offset;
                }
                end = offset + length;
            }
        } finally {
            copy(run, start, end, out);
        }
        next = Next.PART;
        return true;
    }

    private static void copy(ByteBuffer run, int start, int end, ByteBuffer out) {
        int position = out.position();
        out.put(position, run, start, end - start);
        out.position(position + end - start);
    }

    private boolean putMark(ByteBuffer out) {
        if (out.remaining() < Frame.lengthFor(0)) {
            return false;
        }
        put(out, Operation.MARK, MessageType.NOP, cut.snapshot() ? Frame.FLAG_SNAPSHOT : 0, cut.epoch(), 0);
        next = Next.NOTHING;
        return true;
    }

    /// Writes the header in front of a payload that stands in its place already, and steps over the frame.
    private void put(ByteBuffer out, Operation operation, MessageType type, int flags, long born, int payloadLength) {
        int offset = out.position();
        int length = Frame.putHeader(out, offset, operation, type.number(), flags, 0, payloadLength);
        out.putLong(offset + Frame.KERNEL_VERSION_OFFSET, cut.version());
        out.putLong(offset + Frame.BORN_OFFSET, born);
        out.position(offset + length);
    }
}
