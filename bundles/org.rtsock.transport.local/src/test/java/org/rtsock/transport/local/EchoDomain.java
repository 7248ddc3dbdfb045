// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.local;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

/// A domain whose sockets give back what they are sent.
final class EchoDomain implements RoutingDomain {
    final List<EchoSocket> sockets = new ArrayList<>();
    @Nullable Credentials credentials;
    @Nullable String origin;

    @Override
    public RoutingSocket socket(
            SocketType type, String protocol, @Nullable Family family, String from, Credentials who) {
        if (!protocol.equals("echo")) {
            throw new RoutingException(Errno.EPROTONOSUPPORT, protocol);
        }
        origin = from;
        credentials = who;
        EchoSocket socket = new EchoSocket();
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

    static final class EchoSocket implements RoutingSocket {
        final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();
        volatile boolean closed;
        volatile boolean overflowed;
        private volatile Runnable wakeup = () -> {};

        @Override
        public <T> void setOption(SocketOption<T> option, T value) {}

        @Override
        public void send(ByteBuffer message) {
            byte[] copy = new byte[message.remaining()];
            message.get(message.position(), copy);
            messages.add(copy);
            wakeup.run();
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
            return received.remaining();
        }

        @Override
        public int receive(ByteBuffer target) {
            if (closed) {
                throw new RoutingException(Errno.ENOTCONN, "closed");
            }
            if (overflowed) {
                overflowed = false;
                throw new RoutingException(Errno.ENOBUFS, "lost");
            }
            byte[] message = messages.poll();
            if (message == null) {
                return 0;
            }
            target.put(message);
            return message.length;
        }

        @Override
        public void onReadable(Runnable newWakeup) {
            wakeup = newWakeup;
            newWakeup.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public void close() {
            closed = true;
            wakeup.run();
        }
    }
}
