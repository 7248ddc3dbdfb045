// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One peer: a reading thread for its requests, a writing thread for what its routing socket has.
///
/// A message that the protocol refuses is answered by it and the connection goes on. One whose length cannot be trusted is answered too,
/// and the connection ends when the answer is out. A peer that closes its sending side (`shutdown`, PRU_SHUTDOWN) is given all that waits for
/// it, a dump to its end, and then the connection ends.
final class UnixConnection {
    private static final Logger LOG = LoggerFactory.getLogger(UnixConnection.class);
    /// Holds the largest message that there can be.
    private static final int READ_BUFFER = 64 * 1024;
    private static final int WRITE_BUFFER = 256 * 1024;
    /// Requests that may be carried out before their answers have been moved to the writer's buffer. Beyond that the peer's requests stay
    /// unread, so that a peer that sends many before it reads loses no answers; unless it makes its receive buffer smaller, or events fill it.
    private static final int UNANSWERED = 32;

    private final UnixTransport transport;
    private final SocketChannel channel;
    private final String name;
    private final Thread reader;
    private final Thread writer;
    private final AtomicBoolean closed = new AtomicBoolean();
    /// Has a permit when the writer should look. A permit of LockSupport would not do: a lock or a write that blocks could eat it.
    private final Semaphore readable = new Semaphore(0);
    private final Semaphore credits = new Semaphore(UNANSWERED);
    /// Requests handed to the socket. Written by the reader, read by the writer.
    private final AtomicInteger requests = new AtomicInteger();
    /// Null until the preamble has been accepted. Written by the reader before it starts the writer.
    private volatile @Nullable RoutingSocket socket;
    /// Bytes that the peer has taken. Written by the writer.
    private final AtomicLong written = new AtomicLong();
    /// The reader is done: the writer sends what waits and closes.
    private volatile boolean ending;

    UnixConnection(UnixTransport transport, SocketChannel channel, int number) {
        this.transport = transport;
        this.channel = channel;
        this.name = "rtsock-unix-" + number;
        this.reader = Thread.ofVirtual().name(name + "-reader").unstarted(() -> guarded(this::read));
        this.writer = Thread.ofVirtual().name(name + "-writer").unstarted(() -> guarded(this::write));
    }

    void start() {
        reader.start();
    }

    /// The peer has taken too long to say what it wants.
    void expirePreamble() {
        if (socket == null) {
            refuse(new RoutingException(Errno.ETIMEDOUT, "no whole preamble in time"));
        }
    }

    /// Any thread. Both threads end soon after.
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            // The socket first: a peer that sees the end is off the lists already.
            RoutingSocket opened = socket;
            if (opened != null) {
                opened.close();
            }
        } finally {
            closeChannel();
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}: close failed", name, e);
        }
        // For those that wait for a semaphore; the others have lost their channel.
        reader.interrupt();
        writer.interrupt();
        transport.forget(this);
    }

    long written() {
        return written.get();
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
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
        RoutingSocket opened = openSocket(buffer);
        if (opened == null) {
            close();
            return;
        }
        boolean sound = sendWhole(opened, buffer.flip());
        buffer.compact();
        while (sound && channel.read(buffer) >= 0) {
            sound = sendWhole(opened, buffer.flip());
            buffer.compact();
        }
        if (sound) {
            shutdown(opened);
        }
        ending = true;
        transport.closeLater(this);
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

    /// Reads and answers the preamble. What came after it stays in the buffer.
    private @Nullable RoutingSocket openSocket(ByteBuffer buffer) throws IOException {
        while (buffer.position() < Preamble.LENGTH) {
            if (channel.read(buffer) < 0) {
                return null;
            }
        }
        RoutingSocket opened;
        try {
            opened = transport.open(Preamble.read(buffer), channel);
            socket = opened;
            // As large as the writer's buffer, so that each receive moves all the replies there are.
            opened.setOption(SocketOption.SO_RCVBUF, WRITE_BUFFER);
        } catch (RoutingException e) {
            // Among others ENOTCONN: the protocol went at this very moment.
            refuse(e);
            return null;
        }
        if (closed.get()) {
            opened.close();
            return null;
        }
        opened.onReadable(this::ring);
        channel.write(Preamble.answer(0));
        buffer.flip().position(Preamble.LENGTH);
        buffer.compact();
        writer.start();
        return opened;
    }

    private void refuse(RoutingException why) {
        LOG.info("{}: refused: {}", name, why.getMessage());
        try {
            channel.write(Preamble.answer(why.errno().number()));
        } catch (IOException e) {
            LOG.debug("{}: went before it was refused", name, e);
        }
        close();
    }

    /// Hands over all whole messages from position to limit and moves the position behind them.
    ///
    /// @return false when no message can be found any more
    private boolean sendWhole(RoutingSocket opened, ByteBuffer buffer) throws InterruptedException {
        while (buffer.hasRemaining()) {
            int length = opened.messageLength(buffer);
            boolean lost = length < 0 || length > READ_BUFFER;
            if (!lost && (length == 0 || length > buffer.remaining())) {
                return true;
            }
            send(opened, buffer, lost ? buffer.remaining() : length);
            if (lost) {
                return false;
            }
        }
        return true;
    }

    private void send(RoutingSocket opened, ByteBuffer buffer, int length) throws InterruptedException {
        credits.acquire();
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
        ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE_BUFFER);
        int answered = 0;
        boolean last = false;
        while (!last) {
            // Both are read before the socket is: the replies of these requests are in what it gives.
            boolean ends = ending;
            int carriedOut = requests.get();
            boolean more = receive(opened, buffer.clear());
            credits.release(carriedOut - answered);
            answered = carriedOut;
            buffer.flip();
            while (buffer.hasRemaining()) {
                written.addAndGet(channel.write(buffer));
            }
            last = ends && !more;
            if (!more && !last) {
                readable.acquire();
                readable.drainPermits();
            }
        }
        close();
    }

    /// @return whether there may be more
    private boolean receive(RoutingSocket opened, ByteBuffer buffer) throws IOException {
        try {
            return opened.receive(buffer) > 0;
        } catch (RoutingException e) {
            if (e.errno() == Errno.ENOBUFS) {
                LOG.warn("{}: {}", name, e.getMessage());
                return true;
            }
            throw new IOException("the switch closed the socket", e);
        }
    }

    private void ring() {
        if (readable.availablePermits() == 0) {
            readable.release();
        }
    }
}
