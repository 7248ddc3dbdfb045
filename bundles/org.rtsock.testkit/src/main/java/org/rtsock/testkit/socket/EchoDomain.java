// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import java.nio.ByteBuffer;
import java.util.List;
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
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.TypeDescriptor;

/// A domain with one protocol, [#PROTOCOL]: messages come back as they are. Any thread.
///
/// For transports that carry streams a message begins with its length in bytes, itself included, as an int in network order; a length below
/// 4 is none. What [#publish] counts up, every socket gives as messages of [#RECORD] bytes, at its own pace: length, number from 1, zeros.
public final class EchoDomain implements RoutingDomain {
    /// Name of the protocol.
    public static final String PROTOCOL = "echo";
    /// Length of what is published, bytes.
    public static final int RECORD = 1000;

    private final List<EchoSocket> opened = new CopyOnWriteArrayList<>();
    private final AtomicInteger published = new AtomicInteger();
    private volatile boolean mute;

    /// Whether messages are taken without an answer, as requests that have none are. At first they are not.
    public void mute(boolean silent) {
        mute = silent;
    }

    boolean isMute() {
        return mute;
    }

    /// Gives every open socket so many records.
    public void publish(int records) {
        published.addAndGet(records);
        opened.forEach(EchoSocket::wake);
    }

    int published() {
        return published.get();
    }

    /// All sockets that were opened, in their order, closed ones too.
    public List<EchoSocket> opened() {
        return List.copyOf(opened);
    }

    /// @throws RoutingException EPROTONOSUPPORT for any protocol but [#PROTOCOL]
    @Override
    public RoutingSocket socket(
            SocketType type, String protocol, @Nullable Family family, String origin, Credentials credentials) {
        if (!protocol.equals(PROTOCOL)) {
            throw new RoutingException(Errno.EPROTONOSUPPORT, "protocol '" + protocol + "' is not '" + PROTOCOL + "'");
        }
        EchoSocket socket = new EchoSocket(this, origin, family, credentials);
        opened.add(socket);
        return socket;
    }

    @Override
    public AsyncMode.ResumePoint now() {
        return new AsyncMode.ResumePoint(1, 0, true);
    }

    @Override
    public Snapshot snapshot(AsyncMode mode) {
        throw new UnsupportedOperationException("a transport takes no snapshots");
    }

    @Override
    public void sysctl(String protocol, @Nullable Family family, int[] name, Consumer<ByteBuffer> sink) {
        throw new RoutingException(Errno.EOPNOTSUPP, "protocol '" + PROTOCOL + "' has no dumps");
    }

    @Override
    public List<SocketInfo> sockets() {
        return List.of();
    }

    @Override
    public List<TypeDescriptor> types() {
        return List.of();
    }
}
