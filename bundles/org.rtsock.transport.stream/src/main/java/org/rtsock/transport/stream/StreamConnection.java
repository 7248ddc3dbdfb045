// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One peer: a reading thread for its requests, a writing thread for what its routing socket has.
///
/// A message that the protocol refuses is answered by it and the connection goes on. One whose length cannot be trusted is answered too,
/// and the connection ends when the answer is out. A peer that closes its sending side (`shutdown`, PRU_SHUTDOWN) is given all that waits for
/// it, a dump to its end, and then the connection ends.
final class StreamConnection {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

    private final Connections connections;
    private final Peer peer;
    private final String name;
    private final Thread reader;
    private final Thread writer;
    private final Patience patience;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean stranger = new AtomicBoolean(true);
    /// A connection ends for one reason at most.
    private final AtomicBoolean refused = new AtomicBoolean();
    /// Has a permit when the writer should look. A permit of LockSupport would not do: a lock or a write that blocks could eat it.
    private final Semaphore readable = new Semaphore(0);
    private final Credits credits = new Credits();
    /// Requests handed to the socket. Written by the reader, read by the writer.
    private final AtomicInteger requests = new AtomicInteger();
    /// Null until the preamble has been accepted. Written by the reader before it starts the writer.
    private volatile @Nullable RoutingSocket socket;
    /// The reader is done: the writer sends what waits and closes.
    private volatile boolean ending;

    StreamConnection(Connections connections, Peer peer, String name) {
        this.connections = connections;
        this.peer = peer;
        this.name = name;
        this.patience = new Patience(connections.limits());
        this.reader = Thread.ofVirtual().name(name + "-reader").unstarted(() -> guarded(this::read));
        this.writer = Thread.ofVirtual().name(name + "-writer").unstarted(() -> guarded(this::write));
    }

    void start() {
        reader.start();
    }

    /// Ends the connection when its peer has kept it waiting for too long. The thread that watches.
    void check(long now) {
        Refusal reason = patience.exhausted(now);
        if (reason == Refusal.INTRODUCTION && peer.isPlain()) {
            // The first bytes for this peer: there is room for them, the write does not block.
            refuse(reason, new RoutingException(Errno.ETIMEDOUT, "no whole preamble in time"));
        } else if (reason != null && !closed.get()) {
            count(reason, "closed: the peer kept us waiting for too long");
            close();
        }
    }

    /// Any thread. Both threads end soon after.
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (introduced()) {
            connections.strangerWent(refused.get());
        }
        try {
            // The socket first: a peer that sees the end is off the lists already.
            RoutingSocket opened = socket;
            if (opened != null) {
                opened.close();
            }
        } finally {
            closePeer();
        }
    }

    /// @return false when it was already, or went
    private boolean introduced() {
        boolean first = stranger.compareAndSet(true, false);
        if (first) {
            patience.introduced();
        }
        return first;
    }

    /// @return false when it is refused already
    private boolean count(Refusal reason, String why) {
        boolean first = refused.compareAndSet(false, true);
        if (first) {
            connections.refusals().refused(reason, name, why);
        }
        return first;
    }

    private void closePeer() {
        try {
            peer.close();
        } catch (IOException e) {
            LOG.debug("{}: close failed", name, e);
        }
        // For those that wait for a semaphore; the others have lost their channel.
        reader.interrupt();
        writer.interrupt();
        connections.forget(this);
    }

    /// Waits for both threads.
    ///
    /// @return whether they ended in time
    boolean join(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Thread thread : new Thread[] {reader, writer}) {
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            if (thread.getState() != Thread.State.NEW && !thread.join(left)) {
                return false;
            }
        }
        return true;
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /// Runs a thread's work; however it ends, nothing is left open.
    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException | InterruptedException e) {
            // The peer went, or close() was called.
            LOG.debug("{}: ended", name, e);
            close();
        } catch (Throwable e) {
            // An Error too: a bundle that was replaced by one that does not fit brings NoSuchMethodError. The peer must not wait for a
            // thread that is gone.
            LOG.error("{}: failed, closed", name, e);
            close();
        }
    }

    private void read() throws IOException, InterruptedException {
        ReadBuffer buffer = new ReadBuffer(peer, connections.limits().messageBytes());
        RoutingSocket opened = openSocket(buffer);
        if (opened == null) {
            return;
        }
        boolean sound = sendWhole(opened, buffer);
        while (sound && buffer.read()) {
            sound = sendWhole(opened, buffer);
        }
        patience.noMessage();
        if (sound) {
            shutdown(opened);
        } else {
            count(Refusal.MESSAGE, "closed: the length of a message makes no sense or is too great");
        }
        patience.ending();
        ending = true;
        ring();
    }

    /// The peer sends no more, and that is what it says.
    private void shutdown(RoutingSocket opened) {
        try {
            opened.shutdown();
        } catch (RoutingException e) {
            LOG.debug("{}: ended before its peer did: {}", name, e.getMessage());
        }
    }

    /// Learns who is there, reads and answers the preamble. What came after it stays in the buffer.
    private @Nullable RoutingSocket openSocket(ReadBuffer buffer) throws IOException {
        RoutingSocket opened;
        try {
            Credentials credentials = identify(buffer);
            if (!buffer.read(Preamble.LENGTH)) {
                close();
                return null;
            }
            opened = connections.socket(Preamble.read(buffer.take(Preamble.LENGTH)), credentials);
            socket = opened;
            // As large as the writer's buffer, so that each receive moves all the replies there are.
            opened.setOption(SocketOption.SO_RCVBUF, WriteBuffers.LARGE);
        } catch (RoutingException e) {
            // Among others ENOTCONN: the protocol went at this very moment.
            refuse(reason(e.errno()), e);
            return null;
        }
        if (introduced()) {
            connections.served();
        }
        if (closed.get()) {
            opened.close();
            return null;
        }
        opened.onReadable(this::ring);
        peer.write(Preamble.answer(0));
        writer.start();
        return opened;
    }

    private Credentials identify(ReadBuffer buffer) throws IOException {
        try {
            return peer.identify();
        } catch (RoutingException e) {
            // What would be closed with bytes of the peer unread could be lost on its way, and the answer with it.
            buffer.read(Preamble.LENGTH);
            throw e;
        } catch (IOException e) {
            if (!closed.get()) {
                count(Refusal.IDENTITY, "did not prove who it is: " + e.getMessage());
            }
            throw e;
        }
    }

    private static Refusal reason(Errno errno) {
        return switch (errno) {
            case EACCES -> Refusal.ROLE;
            case EDQUOT -> Refusal.CONNECTIONS;
            default -> Refusal.PREAMBLE;
        };
    }

    private void refuse(Refusal reason, RoutingException why) {
        if (closed.get() || !count(reason, "refused: " + why.getMessage())) {
            return;
        }
        try {
            peer.write(Preamble.answer(why.errno().number()));
            peer.finish();
        } catch (IOException e) {
            LOG.debug("{}: went before it was refused", name, e);
        }
        close();
    }

    /// Hands over all whole messages that have come.
    ///
    /// @return false when no message can be found any more
    private boolean sendWhole(RoutingSocket opened, ReadBuffer buffer) throws InterruptedException {
        ByteBuffer bytes = buffer.bytes();
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            int length = opened.messageLength(bytes);
            boolean lost = length < 0 || length > connections.limits().messageBytes();
            if (!lost && (length == 0 || length > bytes.remaining())) {
                patience.partOfMessage(bytes.position() > start);
                buffer.need(length);
                return true;
            }
            // What takes long from here on is not the peer's doing.
            patience.noMessage();
            send(opened, bytes, lost ? bytes.remaining() : length);
            if (lost) {
                return false;
            }
        }
        patience.noMessage();
        return true;
    }

    private void send(RoutingSocket opened, ByteBuffer buffer, int length) throws InterruptedException {
        if (!credits.tryTake()) {
            // Some requests have no answer, and so nothing else would have the writer look.
            ring();
            credits.take();
        }
        int end = buffer.position() + length;
        int limit = buffer.limit();
        buffer.limit(end);
        try {
            opened.send(buffer);
        } catch (RoutingException e) {
            // The peer hears of it from the protocol.
            LOG.debug("{}: refused {}: {}", name, e.errno(), e.getMessage());
        }
        buffer.limit(limit).position(end);
        requests.incrementAndGet();
    }

    private void write() throws IOException, InterruptedException {
        RoutingSocket opened = socket;
        if (opened == null) {
            throw new IllegalStateException("writer started before the socket was opened");
        }
        WriteBuffers buffers = connections.buffers();
        boolean last = false;
        while (!last) {
            ByteBuffer buffer = buffers.lend();
            try {
                last = writeAll(opened, buffer);
            } finally {
                buffers.giveBack(buffer);
            }
            if (!last) {
                readable.acquire();
                readable.drainPermits();
            }
        }
        patience.writing(true);
        peer.finish();
        close();
    }

    /// Writes all that there is.
    ///
    /// @return whether nothing will come any more
    private boolean writeAll(RoutingSocket opened, ByteBuffer buffer) throws IOException {
        while (true) {
            // Both are read before the socket is: the replies of these requests are in what it gives.
            boolean ends = ending;
            int carriedOut = requests.get();
            boolean more = receive(opened, buffer.clear(), carriedOut);
            buffer.flip();
            while (buffer.hasRemaining()) {
                patience.writing(true);
                peer.write(buffer);
            }
            patience.writing(false);
            if (!more) {
                return ends;
            }
        }
    }

    /// @param carriedOut requests whose replies are among what waits
    /// @return whether there may be more
    private boolean receive(RoutingSocket opened, ByteBuffer buffer, int carriedOut) throws IOException {
        int moved;
        try {
            moved = opened.receive(buffer);
        } catch (RoutingException e) {
            if (e.errno() == Errno.ENOBUFS) {
                // The peer learns of it by a message, and the operator by what the switch counts.
                LOG.debug("{}: {}", name, e.getMessage());
                return true;
            }
            throw new IOException("the switch closed the socket", e);
        }
        credits.moved(moved, buffer.remaining() >= Frame.MAX_LENGTH, carriedOut);
        return moved > 0;
    }

    private void ring() {
        if (readable.availablePermits() == 0) {
            readable.release();
        }
    }
}
