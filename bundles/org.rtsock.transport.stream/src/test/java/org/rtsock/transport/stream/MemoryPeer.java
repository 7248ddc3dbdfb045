// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.rtsock.api.Credentials;

/// A peer that is a test: it says what it is told, and keeps what it hears. Guarded by this.
final class MemoryPeer implements Peer {
    /// Stands for who it is.
    @FunctionalInterface
    interface Identity {
        Credentials find() throws IOException;
    }

    private final boolean plain;
    private final Identity identity;
    private final Deque<byte[]> says = new ArrayDeque<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean ended;
    private boolean finished;
    private boolean closed;

    MemoryPeer(boolean plain, Identity identity) {
        this.plain = plain;
        this.identity = identity;
    }

    MemoryPeer() {
        this(true, () -> Credentials.SELF);
    }

    /// Has it say something more; one read gives no more than that.
    synchronized MemoryPeer say(byte[] bytes) {
        says.add(bytes);
        notifyAll();
        return this;
    }

    /// Has it say no more.
    synchronized MemoryPeer end() {
        ended = true;
        notifyAll();
        return this;
    }

    /// Waits for the connection's end, and gives all that was heard.
    synchronized ByteBuffer heardUntilClosed() throws InterruptedException {
        while (!closed) {
            wait();
        }
        return ByteBuffer.wrap(heard.toByteArray());
    }

    /// Waits until so many bytes have been heard.
    synchronized ByteBuffer heard(int count) throws InterruptedException {
        while (heard.size() < count) {
            wait();
        }
        return ByteBuffer.wrap(heard.toByteArray());
    }

    synchronized boolean isFinished() {
        return finished;
    }

    @Override
    public Credentials identify() throws IOException {
        return identity.find();
    }

    @Override
    public boolean isPlain() {
        return plain;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        try {
            while (says.isEmpty() && !ended && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        byte[] next = says.poll();
        if (next == null) {
            return -1;
        }
        int count = Math.min(next.length, target.remaining());
        target.put(next, 0, count);
        if (count < next.length) {
            says.addFirst(Arrays.copyOfRange(next, count, next.length));
        }
        return count;
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        int count = source.remaining();
        while (source.hasRemaining()) {
            heard.write(source.get());
        }
        notifyAll();
        return count;
    }

    @Override
    public synchronized void finish() {
        finished = true;
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
