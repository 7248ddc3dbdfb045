// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.RequestBatch;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.RouteRowReader;

/// The items of BATCH frames, decoded one after the other.
///
/// ```
///   item:  U8 operation   U16 message type   U16 length   fields of the object
/// ```
final class BatchItems implements RequestBatch {
    /// Operation, type and length.
    private static final int HEAD = 5;
    private static final int TYPE = 1;
    private static final int LENGTH = 3;

    private final List<ByteBuffer> chunks;
    private final Level level;
    private final int pid;
    private final int seq;
    private final @Nullable Family only;
    private final BiConsumer<Integer, RoutingException> refusals;
    private final FieldReader reader = new FieldReader();
    private final RouteRowReader rows;
    private final RouteRow row = new RouteRow();
    private int chunk;
    /// Where the next item starts in the chunk.
    private int next;
    private int index = -1;
    private Operation operation = Operation.GET;
    /// Null when the present item is the row.
    private @Nullable RoutingObject object;

    /// @param chunks   whole items, each from position to limit, as [#count] has found them
    /// @param only     the family that the socket is restricted to, null for all
    /// @param rows     of the socket, so that one batch profits from the others
    /// @param refusals is given the index of an item that was refused, and why; what it throws undoes the whole batch
    BatchItems(
            List<ByteBuffer> chunks,
            Level level,
            Request request,
            @Nullable Family only,
            RouteRowReader rows,
            BiConsumer<Integer, RoutingException> refusals) {
        this.chunks = chunks;
        this.level = level;
        this.pid = request.pid();
        this.seq = request.seq();
        this.only = only;
        this.rows = rows;
        this.refusals = refusals;
        this.next = chunks.isEmpty() ? 0 : chunks.getFirst().position();
    }

    /// Walks the items of a chunk, from position to limit, without a look into them.
    ///
    /// @return how many there are
    /// @throws RoutingException EINVAL when they do not fill it exactly
    static int count(ByteBuffer items) {
        int count = 0;
        int at = items.position();
        while (at < items.limit()) {
            int left = items.limit() - at;
            int length = left < HEAD ? 0 : HEAD + length(items, at);
            if (left < HEAD || length > left) {
                throw new RoutingException(
                        Errno.EINVAL, "item " + count + " of the batch frame reaches beyond the payload by " + Math.max(HEAD - left, length - left)
                                + " bytes");
            }
            at += length;
            count++;
        }
        return count;
    }

    private static int length(ByteBuffer items, int at) {
        return Short.toUnsignedInt(items.getShort(at + LENGTH));
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public int seq() {
        return seq;
    }

    @Override
    public boolean next() {
        while (chunk < chunks.size() && next == chunks.get(chunk).limit()) {
            chunk++;
            next = chunk < chunks.size() ? chunks.get(chunk).position() : 0;
        }
        if (chunk == chunks.size()) {
            return false;
        }
        ByteBuffer items = chunks.get(chunk);
        int at = next;
        next += HEAD + length(items, at);
        index++;
        read(items, at);
        return true;
    }

    private void read(ByteBuffer items, int at) {
        operation = Operation.of(items.get(at) & 0xff);
        int number = Short.toUnsignedInt(items.getShort(at + TYPE));
        reader.reset(items, at + HEAD, length(items, at));
        Family family;
        if (operation == Operation.ADD && number == MessageType.ROUTE.number()) {
            object = null;
            rows.read(reader, row);
            family = row.family();
        } else {
            RoutingObject read = RequestType.of(operation, number).decode(reader);
            object = read;
            family = ObjectRequests.family(read);
        }
        if (only != null && family != null && family != only) {
            throw ObjectRequests.otherFamily(object == null ? row.route() : object, family, only);
        }
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public @Nullable RouteRow row() {
        return object == null ? row : null;
    }

    @Override
    public RoutingObject object() {
        RoutingObject present = object;
        return present == null ? row.route() : present;
    }

    @Override
    public void refused(RoutingException why) {
        refusals.accept(index, why);
    }
}
