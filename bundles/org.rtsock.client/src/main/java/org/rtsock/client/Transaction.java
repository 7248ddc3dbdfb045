// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.RouteRequest.Level;

/// Writes that are carried out all or none, in one commit: listeners see all of them at one version. They are held here, encoded, until
/// [#commit]; for a million there is [RoutingClient#allOrNone]. One thread.
///
/// They are carried out in their order, and each sees what those before it did. Which kinds of writes there are: see
/// [org.rtsock.api.socket.RouteRequest]; ADD of a redirect, LOSING and GET are not for a transaction.
public final class Transaction {
    private final AllOrNone sending;
    private final List<ItemBuffer> frames = new ArrayList<>();
    private boolean over;

    Transaction(RoutingClient client, Level level) {
        sending = new AllOrNone(client, level);
        frames.add(sending.buffer());
    }

    public Transaction add(RoutingObject object) {
        return put(Operation.ADD, object);
    }

    public Transaction change(RoutingObject object) {
        return put(Operation.CHANGE, object);
    }

    public Transaction delete(RoutingObject object) {
        return put(Operation.DELETE, object);
    }

    public Transaction lock(RoutingObject object) {
        return put(Operation.LOCK, object);
    }

    /// @throws RoutingException EOPNOTSUPP or EMSGSIZE: the object is for no batch, and is left out of this one
    public Transaction put(Operation operation, RoutingObject object) {
        if (over) {
            throw new IllegalStateException("the transaction is over");
        }
        ItemBuffer last = frames.getLast();
        last.encode(operation, object);
        if (!last.take()) {
            ItemBuffer next = sending.buffer();
            next.encode(operation, object);
            next.take();
            frames.add(next);
        }
        return this;
    }

    /// Sends the transaction; waits while the appliance does not take it, not for the answer.
    ///
    /// @return its version and how many items it has. Fails with a [BatchException] that names the item when it was refused, as
    ///         [RoutingClient] says else
    public CompletableFuture<BatchAnswer> commit() {
        if (over) {
            throw new IllegalStateException("the transaction is over");
        }
        over = true;
        try {
            for (ItemBuffer frame : frames) {
                sending.send(frame, frame == frames.getLast());
            }
            return sending.answer();
        } catch (IOException | BatchException e) {
            return failed(e);
        } finally {
            frames.clear();
        }
    }

    private CompletableFuture<BatchAnswer> failed(Exception why) {
        try {
            sending.giveUp();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return CompletableFuture.failedFuture(why);
    }
}
