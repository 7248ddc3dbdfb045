// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;

/// A socket of an [EchoDomain]: gives back what it is sent, and what the domain publishes. It has no receive buffer that could overflow;
/// what goes wrong goes wrong because a test says so. Any thread.
public final class EchoSocket implements RoutingSocket {
    private static final Runnable NOTHING = () -> {};

    private final EchoDomain domain;
    private final String origin;
    private final @Nullable Family family;
    private final Credentials credentials;
    /// Guarded by this, as are the next two.
    private final Queue<byte[]> echoes = new ArrayDeque<>();
    private int mostEchoes;
    private int given;
    private final AtomicReference<Runnable> sendFault = new AtomicReference<>(NOTHING);
    private final AtomicReference<Runnable> receiveFault = new AtomicReference<>(NOTHING);
    private volatile Runnable wakeup = NOTHING;
    private volatile boolean shutDown;
    private volatile boolean closed;

    EchoSocket(EchoDomain domain, String origin, @Nullable Family family, Credentials credentials) {
        this.domain = domain;
        this.origin = origin;
        this.family = family;
        this.credentials = credentials;
        this.given = domain.published();
    }

    /// Name of the transport, as it said.
    public String origin() {
        return origin;
    }

    /// What the transport restricted the socket to, null for nothing.
    public @Nullable Family family() {
        return family;
    }

    /// Who the transport says is at the other end.
    public Credentials credentials() {
        return credentials;
    }

    /// Number of the last published record that was received from here.
    public synchronized int given() {
        return given;
    }

    /// The most echoes that ever waited here at once.
    public synchronized int mostEchoes() {
        return mostEchoes;
    }

    public boolean isShutDown() {
        return shutDown;
    }

    public boolean isClosed() {
        return closed;
    }

    /// Has the next send throw what this throws, once, before it takes the message.
    public void failNextSend(Runnable fault) {
        sendFault.set(fault);
    }

    /// Has the next receive throw what this throws, once, such as the ENOBUFS that tells of a loss; what waits stays.
    public void failNextReceive(Runnable fault) {
        receiveFault.set(fault);
    }

    void wake() {
        wakeup.run();
    }

    /// Always well: an echo has no options.
    @Override
    public <T> void setOption(SocketOption<T> option, T value) {}

    /// @throws RoutingException EINVAL for a message whose length is none; it comes back all the same, as the answer that is owed
    @Override
    public void send(ByteBuffer message) {
        sendFault.getAndSet(NOTHING).run();
        if (closed) {
            throw new RoutingException(Errno.ENOTCONN, "socket is closed");
        }
        if (shutDown) {
            throw new RoutingException(Errno.ESHUTDOWN, "socket is shut down");
        }
        if (domain.isMute()) {
            return;
        }
        byte[] copy = new byte[message.remaining()];
        message.get(message.position(), copy);
        synchronized (this) {
            echoes.add(copy);
            mostEchoes = Math.max(mostEchoes, echoes.size());
        }
        wake();
        if (messageLength(ByteBuffer.wrap(copy)) < 0) {
            throw new RoutingException(Errno.EINVAL, "length of the message is below " + Integer.BYTES);
        }
    }

    @Override
    public void sendMessage(ByteBuffer message, @Nullable Sockaddr to, @Nullable ByteBuffer control) {
        send(message);
    }

    /// ABORT is [#close]; whatever else there is does nothing.
    @Override
    public void request(UserRequest request) {
        if (request == UserRequest.ABORT) {
            close();
        }
    }

    @Override
    public Sockaddr localAddress() {
        throw new RoutingException(Errno.EINVAL, "no local address");
    }

    @Override
    public Sockaddr foreignAddress() {
        return Sockaddr.ROUTE;
    }

    @Override
    public int messageLength(ByteBuffer received) {
        if (received.remaining() < Integer.BYTES) {
            return 0;
        }
        // A duplicate is in network order, whatever the order of the transport's buffer.
        int length = received.duplicate().getInt(received.position());
        return length < Integer.BYTES ? -1 : length;
    }

    @Override
    public int receive(ByteBuffer target) {
        receiveFault.getAndSet(NOTHING).run();
        if (closed) {
            throw new RoutingException(Errno.ENOTCONN, "socket is closed");
        }
        int start = target.position();
        synchronized (this) {
            while (!echoes.isEmpty() && echoes.element().length <= target.remaining()) {
                target.put(echoes.remove());
            }
            while (given < domain.published() && target.remaining() >= EchoDomain.RECORD) {
                target.put(ByteBuffer.allocate(EchoDomain.RECORD).putInt(EchoDomain.RECORD).putInt(++given).rewind());
            }
        }
        return target.position() - start;
    }

    @Override
    public void onReadable(Runnable newWakeup) {
        wakeup = newWakeup;
        newWakeup.run();
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}
