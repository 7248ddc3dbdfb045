// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.ByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.TypeDescriptor;

/// Requests to an appliance, with their answers as futures. Any thread.
///
/// Many requests may be under way at once: those that are ready are carried out in the order in which they were sent, and one that waits
/// for a driver holds up nobody. The appliance takes [#MOST_UNDER_WAY] without an answer and then reads no more, so whoever asks for more
/// waits here.
///
/// A future fails with a [RoutingException] when the appliance refuses the request: nothing of it was carried out. It fails with an
/// `IOException` when the connection broke before the answer came, and with ENOBUFS when answers were lost: then *nobody can say whether
/// the request was carried out*; whoever must know looks, over another connection. A client that broke stays so.
///
/// Futures are completed by virtual threads, so what hangs on them may block and ask again. One thread of the client's own reads.
public final class RoutingClient implements AutoCloseable {
    /// How many requests a transport takes without having answered any.
    public static final int MOST_UNDER_WAY = 32;

    private static final long JOIN_MILLIS = 5_000;

    private final FrameReader frames;
    private final PendingRequests pending = new PendingRequests(MOST_UNDER_WAY);
    private final Thread reader;
    private final ReentrantLock sending = new ReentrantLock();

    // Guarded by `sending`.
    private final FrameWriter requests;
    private final FieldWriter payload = new FieldWriter();
    private int seq;

    private RoutingClient(ByteChannel socket) {
        frames = new FrameReader(socket);
        requests = new FrameWriter(socket);
        reader = Thread.ofPlatform().daemon().name("rtsock-client").unstarted(this::read);
    }

    /// Opens a socket.
    ///
    /// @throws NoApplianceException when nobody listens there
    /// @throws RoutingException     the errno with which the appliance refuses a socket
    public static RoutingClient connect(Endpoint endpoint) throws IOException {
        return over(endpoint.open());
    }

    /// A socket that somebody else has opened.
    ///
    /// @param socket leads to a socket of protocol `rts`; one thread reads while another writes
    public static RoutingClient over(ByteChannel socket) {
        RoutingClient client = new RoutingClient(socket);
        client.reader.start();
        return client;
    }

    /// [#write] of ADD, to be stored.
    public CompletableFuture<Answer> add(RoutingObject object) {
        return write(Operation.ADD, object, Level.STORED);
    }

    /// [#write] of CHANGE, to be stored.
    public CompletableFuture<Answer> change(RoutingObject object) {
        return write(Operation.CHANGE, object, Level.STORED);
    }

    /// [#write] of DELETE, to be stored.
    public CompletableFuture<Answer> delete(RoutingObject object) {
        return write(Operation.DELETE, object, Level.STORED);
    }

    /// [#write] of LOCK, to be stored.
    public CompletableFuture<Answer> lock(RoutingObject object) {
        return write(Operation.LOCK, object, Level.STORED);
    }

    /// Asks for an object to be written. Which operation is for which kind of object: see [org.rtsock.api.socket.RouteRequest].
    ///
    /// @param operation ADD, CHANGE, DELETE, LOCK or LOSING
    /// @param object    DELETE looks at its key only
    /// @param level     how far the write must have come before the answer
    public CompletableFuture<Answer> write(Operation operation, RoutingObject object, Level level) {
        return ask(operation, object, level.ordinal());
    }

    /// Asks for an object; ESRCH when there is none.
    ///
    /// @param object only its key counts
    /// @param lookup how a route is found; anything else is found by its key, with LONGEST or EXACT
    public CompletableFuture<Answer> get(RoutingObject object, Lookup lookup) {
        return ask(Operation.GET, object, lookup.ordinal());
    }

    private CompletableFuture<Answer> ask(Operation operation, RoutingObject object, int first) {
        sending.lock();
        try {
            TypeDescriptor type = ObjectCodecs.encode(object, payload.reset().u8(first));
            ObjectRequest request = new ObjectRequest(type);
            int number = nextSeq();
            pending.enter(number, request);
            try {
                requests.send(operation, type.type(), number, payload);
            } catch (IOException e) {
                breakDown(e);
            }
            return request.answer();
        } catch (IOException | RoutingException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            sending.unlock();
        }
    }

    /// Many writes that are carried out all or none, in one commit, and that are few enough to be held here. What is written is stored.
    public Transaction transaction() {
        return transaction(Level.STORED);
    }

    /// @param level how far the writes must have come before the answer
    public Transaction transaction(Level level) {
        return new Transaction(this, level);
    }

    /// A transaction of any size, which is sent while it is written.
    ///
    /// @param level how far the writes must have come before the answer
    public BatchWriter allOrNone(Level level) {
        return new BatchWriter(new AllOrNone(this, level));
    }

    /// Any number of writes that are carried out each on its own, in as few commits as the appliance likes.
    ///
    /// @param level    how far the writes must have come before the answer
    /// @param refusals is told of each item that is refused, in their order, on the thread that reads: must not block
    public BatchWriter eachOnItsOwn(Level level, Consumer<? super BatchRefusal> refusals) {
        return new BatchWriter(new EachOnItsOwn(this, level, refusals));
    }

    /// Sends a frame of a batch.
    ///
    /// @param request is taken on first, unless it is null: then the frame is one of a batch that was begun
    /// @param number  its sequence number, 0 for a new one
    /// @return the sequence number
    int batch(ItemBuffer items, int flags, int number, @Nullable PendingRequest request) throws IOException {
        sending.lock();
        try {
            int its = number == 0 ? nextSeq() : number;
            if (request != null) {
                pending.enter(its, request);
            }
            try {
                requests.send(Operation.BATCH, flags, its, items.bytes(), items.length());
            } catch (IOException e) {
                breakDown(e);
                throw e;
            }
            return its;
        } finally {
            sending.unlock();
        }
    }

    /// 0 is for "none yet".
    private int nextSeq() {
        seq = seq == -1 ? 1 : seq + 1;
        return seq;
    }

    PendingRequests pending() {
        return pending;
    }

    /// Whether requests can be sent. Once false it stays so.
    public boolean isOpen() {
        return !pending.isBroken();
    }

    private void read() {
        try {
            while (true) {
                switch (frames.next()) {
                    case REPLY -> pending.reply(frames);
                    case DESYNC -> pending.failAll(new RoutingException(
                            Errno.ENOBUFS, "the receive buffer of the socket was full: answers were lost"));
                    case RECORD, MARK, RESET, SPAN, DESCRIBE, NOTICE -> {}
                }
            }
        } catch (IOException e) {
            breakDown(e);
        } catch (RuntimeException | Error e) {
            breakDown(new IOException("the client failed: " + e, e));
            throw e;
        }
    }

    private void breakDown(IOException why) {
        if (pending.breakDown(why)) {
            try {
                frames.close();
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }

    /// Ends the connection; what is under way fails with an `IOException`. Any thread; returns when the client's thread is gone.
    @Override
    public void close() {
        breakDown(new IOException("the connection was closed"));
        if (Thread.currentThread() == reader) {
            return;
        }
        try {
            reader.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One object asked about, one object in the answer.
    private record ObjectRequest(TypeDescriptor type, CompletableFuture<Answer> answer) implements PendingRequest {
        ObjectRequest(TypeDescriptor type) {
            this(type, new CompletableFuture<>());
        }

        @Override
        public Runnable reply(FrameReader frames) throws ProtocolException {
            try {
                frames.checkRefusal();
            } catch (RoutingException e) {
                return () -> answer.completeExceptionally(e);
            }
            FieldValues object = frames.decode(in -> FieldValues.read(type.fields(), in));
            Answer found = new Answer(type, object, frames.version());
            return () -> answer.complete(found);
        }

        @Override
        public void fail(Exception why) {
            Thread.startVirtualThread(() -> answer.completeExceptionally(why));
        }
    }
}
