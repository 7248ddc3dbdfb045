// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingObject;

/// Many writes, sent while they are written: full frames go out as they fill, and no more than one is held here, however many items there
/// are.
///
/// One thread. A call that fills a frame waits until the appliance has taken it. Which kinds of writes there are: see
/// [org.rtsock.api.socket.RouteRequest]; ADD of a redirect, LOSING and GET are not for a batch.
///
/// While a transaction is open ([RoutingClient#allOrNone]) other batches of its client that are all or none wait for its end.
public final class BatchWriter implements AutoCloseable {
    private static final LongConsumer NOBODY = _ -> {};

    private final BatchSending sending;
    private final ItemBuffer buffer;
    private LongConsumer progress = NOBODY;
    private long sent;
    private boolean over;

    BatchWriter(BatchSending sending) {
        this.sending = sending;
        this.buffer = sending.buffer();
    }

    /// Has somebody told how many items are out, after each frame, on the thread that writes.
    public BatchWriter onProgress(LongConsumer told) {
        progress = told;
        return this;
    }

    public BatchWriter add(RoutingObject object) throws IOException {
        return put(Operation.ADD, object);
    }

    public BatchWriter change(RoutingObject object) throws IOException {
        return put(Operation.CHANGE, object);
    }

    public BatchWriter delete(RoutingObject object) throws IOException {
        return put(Operation.DELETE, object);
    }

    public BatchWriter lock(RoutingObject object) throws IOException {
        return put(Operation.LOCK, object);
    }

    /// Writes an item.
    ///
    /// @throws BatchException   the batch was refused; nothing more can be written
    /// @throws RoutingException EOPNOTSUPP or EMSGSIZE: the object is for no batch, and is left out of this one
    /// @throws IOException      the connection broke
    public BatchWriter put(Operation operation, RoutingObject object) throws IOException {
        checkOpen();
        buffer.encode(operation, object);
        return take();
    }

    /// Writes a route without an object for it.
    ///
    /// @throws BatchException the batch was refused; nothing more can be written
    /// @throws IOException    the connection broke
    public BatchWriter put(Operation operation, RouteRow route) throws IOException {
        checkOpen();
        buffer.encode(operation, route);
        return take();
    }

    private BatchWriter take() throws IOException {
        if (!buffer.take()) {
            flush(false);
            buffer.take();
        }
        return this;
    }

    private void flush(boolean last) throws IOException {
        sending.send(buffer, last);
        // Before anybody else is called: from here on there is nothing to give up.
        over = last;
        sent += buffer.items();
        buffer.clear();
        progress.accept(sent);
    }

    private void checkOpen() throws IOException {
        if (over) {
            throw new IllegalStateException("the batch is over");
        }
        sending.check();
    }

    /// How many items are out.
    public long sent() {
        return sent;
    }

    /// Sends what is left and ends the batch.
    ///
    /// @return what became of it. Fails with a [BatchException] when it was refused, as [RoutingClient] says else
    public CompletableFuture<BatchAnswer> commit() {
        if (over) {
            throw new IllegalStateException("the batch is over");
        }
        @Nullable Exception failure = null;
        try {
            flush(true);
        } catch (IOException | BatchException e) {
            failure = e;
        }
        if (failure != null) {
            giveUp();
            return CompletableFuture.failedFuture(failure);
        }
        return sending.answer();
    }

    /// Gives up a batch that was not committed: nothing of a transaction is carried out; of items that stand each on its own, those that
    /// are out are.
    @Override
    public void close() {
        if (!over) {
            giveUp();
        }
    }

    private void giveUp() {
        over = true;
        try {
            sending.giveUp();
        } catch (IOException e) {
            // The connection is gone, and with it the batch.
        }
    }
}
