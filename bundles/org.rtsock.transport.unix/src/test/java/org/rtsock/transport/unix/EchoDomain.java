// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.Snapshot;
import org.rtsock.api.socket.Sockaddr;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.TypeDescriptor;

/// A domain with a protocol `echo`: messages of an int length (itself included) and bytes come back as they are; a length below 4 is none.
/// What [#publish] counts up, every socket gives as messages of [#RECORD] bytes, at its own pace.
final class EchoDomain implements RoutingDomain {
    static final int RECORD = 1000;

    final List<EchoSocket> sockets = new CopyOnWriteArrayList<>();
    final AtomicInteger published = new AtomicInteger();

    void publish(int records) {
        published.addAndGet(records);
        sockets.forEach(EchoSocket::wake);
    }

    @Override
    public RoutingSocket socket(
            SocketType type, String protocol, @Nullable Family family, String origin, Credentials credentials) {
        if (!protocol.equals("echo")) {
            throw new RoutingException(Errno.EPROTONOSUPPORT, protocol);
        }
        EchoSocket socket = new EchoSocket(origin, family, credentials);
        sockets.add(socket);
        return socket;
    }

    @Override
    public AsyncMode.ResumePoint now() {
        return new AsyncMode.ResumePoint(1, 0, true);
    }

    @Override
    public Snapshot snapshot(AsyncMode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sysctl(String protocol, @Nullable Family family, int[] name, Consumer<ByteBuffer> sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SocketInfo> sockets() {
        return List.of();
    }

    @Override
    public List<TypeDescriptor> types() {
        return List.of();
    }

    final class EchoSocket implements RoutingSocket {
        final String origin;
        final @Nullable Family family;
        final Credentials credentials;
        /// Guarded by the socket.
        private final Queue<byte[]> replies = new ArrayDeque<>();
        private volatile Runnable wakeup = () -> {};
        volatile int mostReplies;
        volatile int records = published.get();
        volatile boolean shutDown;
        volatile boolean closed;

        EchoSocket(String origin, @Nullable Family family, Credentials credentials) {
            this.origin = origin;
            this.family = family;
            this.credentials = credentials;
        }

        void wake() {
            wakeup.run();
        }

        @Override
        public <T> void setOption(SocketOption<T> option, T value) {}

        @Override
        public void send(ByteBuffer message) {
            byte[] copy = new byte[message.remaining()];
            message.get(message.position(), copy);
            synchronized (this) {
                replies.add(copy);
                mostReplies = Math.max(mostReplies, replies.size());
            }
            wake();
            if (messageLength(ByteBuffer.wrap(copy)) < 0) {
                throw new RoutingException(Errno.EINVAL, "bad length");
            }
        }

        @Override
        public void sendMessage(ByteBuffer message, @Nullable Sockaddr to, @Nullable ByteBuffer control) {
            send(message);
        }

        @Override
        public void request(UserRequest request) {}

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
            int length = received.getInt(received.position());
            return length < Integer.BYTES ? -1 : length;
        }

        @Override
        public int receive(ByteBuffer target) {
            if (closed) {
                throw new RoutingException(Errno.ENOTCONN, "closed");
            }
            int start = target.position();
            synchronized (this) {
                while (!replies.isEmpty() && replies.element().length <= target.remaining()) {
                    target.put(replies.remove());
                }
            }
            while (records < published.get() && target.remaining() >= RECORD) {
                target.putInt(RECORD).putInt(++records).position(target.position() + RECORD - 8);
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
}
