// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A cut with the parts that a test gives it, in the order in which it does. Walking it allocates nothing. One thread.
///
/// ```java
/// new ScriptedCut().deleted(new RouteCodec(), gone).added(new RouteCodec(), one, other)
/// ```
@SuppressWarnings("varargs") // the arrays are only read
public final class ScriptedCut implements Cut {
    /// The kernel's life in every scripted cut.
    public static final long EPOCH = 0x4d;
    /// Where a cut begins unless the test says otherwise.
    public static final long FROM = 10;
    /// Where it leads.
    public static final long TO = 20;
    /// Who made all that is in it.
    public static final Cause CAUSE = new Cause.Request("unix", 31, 5);

    /// Records stand somewhere in a journal's block: a walker that takes them to begin at 0 is found out.
    private static final int OFFSET = 8;

    private record ScriptedPart(
            Part part, TypeDescriptor descriptor, @Nullable ObjectCodec<?> codec, long from, List<ByteBuffer> records) {}

    private final long from;
    private final long version;
    private final boolean snapshot;
    private final List<ScriptedPart> parts = new ArrayList<>();
    private final Records records = new Records();
    /// Records that the walk may still give before they are taken away.
    private int patience = Integer.MAX_VALUE;
    private int index = -1;

    /// A cut from [#FROM] to [#TO] that is not the first of its subscription.
    public ScriptedCut() {
        this(FROM, TO, false);
    }

    /// @param from     version of the listener's last cut, 0 for none
    /// @param version  where this one leads
    /// @param snapshot whether it is the first of its subscription
    public ScriptedCut(long from, long version, boolean snapshot) {
        this.from = from;
        this.version = version;
        this.snapshot = snapshot;
    }

    public ScriptedCut reset(ObjectCodec<?> codec) {
        parts.add(new ScriptedPart(Part.RESET, codec.descriptor(), codec, 0, List.of()));
        return this;
    }

    @SafeVarargs
    public final <T extends RoutingObject> ScriptedCut deleted(ObjectCodec<T> codec, T... objects) {
        return part(Part.DELETES, codec, from, from, List.of(objects));
    }

    /// Objects that were born after the listener's last cut.
    @SafeVarargs
    public final <T extends RoutingObject> ScriptedCut added(ObjectCodec<T> codec, T... objects) {
        return part(Part.VALUES, codec, from, from + 1, List.of(objects));
    }

    @SafeVarargs
    public final <T extends RoutingObject> ScriptedCut changed(ObjectCodec<T> codec, T... objects) {
        return part(Part.VALUES, codec, from, from, List.of(objects));
    }

    /// The state of a type from nothing: in a snapshot, or after a reset.
    @SafeVarargs
    public final <T extends RoutingObject> ScriptedCut state(ObjectCodec<T> codec, T... objects) {
        return part(Part.VALUES, codec, 0, 1, List.of(objects));
    }

    /// A part of records as they are: what a protocol must carry without a look inside, or must not choke on. Such a cut cannot be read as
    /// messages.
    ///
    /// @param partFrom what [#from()] says in the part
    /// @param frames   whole frames from position 0 to limit; copied
    public ScriptedCut part(Part part, TypeDescriptor descriptor, long partFrom, ByteBuffer... frames) {
        List<ByteBuffer> copies = new ArrayList<>();
        for (ByteBuffer frame : frames) {
            copies.add(block(frame.limit()).put(OFFSET, frame, 0, frame.limit()));
        }
        parts.add(new ScriptedPart(part, descriptor, null, partFrom, copies));
        return this;
    }

    private <T extends RoutingObject> ScriptedCut part(Part part, ObjectCodec<T> codec, long partFrom, long born, List<T> objects) {
        List<ByteBuffer> frames = objects.stream()
                .map(object -> frame(part == Part.DELETES ? Operation.DELETE : Operation.CHANGE, codec, object, born))
                .toList();
        parts.add(new ScriptedPart(part, codec.descriptor(), codec, partFrom, frames));
        return this;
    }

    private <T extends RoutingObject> ByteBuffer frame(Operation operation, ObjectCodec<T> codec, T object, long born) {
        FieldWriter payload = new FieldWriter();
        codec.encode(object, payload);
        ByteBuffer frame = block(Frame.lengthFor(payload.length()));
        payload.copyTo(frame, OFFSET + Frame.HEADER_LENGTH);
        Frame.putHeader(frame, OFFSET, operation, codec.type().number(), 0, 0, payload.length());
        Frame.putCause(frame, OFFSET, CAUSE);
        return frame.putLong(OFFSET + Frame.KERNEL_VERSION_OFFSET, version).putLong(OFFSET + Frame.BORN_OFFSET, born);
    }

    private static ByteBuffer block(int length) {
        return ByteBuffer.allocate(OFFSET + length).order(Frame.ORDER);
    }

    /// As for a reader that is too slow: after so many records every further one is ESTALE.
    public ScriptedCut losesRecordsAfter(int count) {
        patience = count;
        return this;
    }

    /// Lets the cut be walked once more.
    public void rewind() {
        index = -1;
    }

    @Override
    public long epoch() {
        return EPOCH;
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
        index = Math.min(index + 1, parts.size());
        records.at = -1;
        return index < parts.size();
    }

    private ScriptedPart present() {
        return parts.get(index);
    }

    @Override
    public Part part() {
        return present().part();
    }

    @Override
    public TypeDescriptor descriptor() {
        return present().descriptor();
    }

    @Override
    public long from() {
        return present().from();
    }

    @Override
    public RecordCursor records() {
        return records;
    }

    @Override
    public Iterator<RoutingMessage> iterator() {
        return new ScriptedMessages(this);
    }

    RoutingObject object() {
        ObjectCodec<?> codec = present().codec();
        if (codec == null) {
            throw new IllegalStateException("records that were given as they are cannot be read as messages");
        }
        return codec.decode(new FieldReader().resetToFrame(records.buffer(), OFFSET));
    }

    /// The one cursor of the cut, always in the present part.
    private final class Records implements RecordCursor {
        private int at = -1;

        @Override
        public boolean next() {
            if (at + 1 >= present().records().size()) {
                return false;
            }
            if (patience == 0) {
                throw new RoutingException(Errno.ESTALE, "records were taken away");
            }
            patience--;
            at++;
            return true;
        }

        @Override
        public ByteBuffer buffer() {
            return present().records().get(at);
        }

        @Override
        public int offset() {
            return OFFSET;
        }
    }
}
