// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.Snapshot;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A socket of a domain with two types and one listener, which notes what the protocol asks of it.
final class FakeControlBlock implements ControlBlock, RoutingDomain {
    /// Replies and mode changes, in their order.
    final List<Object> events = new ArrayList<>();
    final List<UserRequest> userRequests = new ArrayList<>();
    final List<RouteRequest> requests = new ArrayList<>();
    Function<RouteRequest, RouteReply> kernel = request -> new RouteReply(request.object(), 7);
    @Nullable Family family;
    boolean refusesAnswers;
    /// What the kernel holds; null for a domain that has no snapshots.
    @Nullable FakeCut state;
    int snapshotsOpen;
    final List<AsyncMode> snapshotModes = new ArrayList<>();

    List<ByteBuffer> replies() {
        return events.stream().filter(ByteBuffer.class::isInstance).map(ByteBuffer.class::cast).toList();
    }

    ByteBuffer lastReply() {
        return replies().getLast();
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public @Nullable Family family() {
        return family;
    }

    @Override
    public Credentials credentials() {
        return Credentials.SELF;
    }

    @Override
    public int pid() {
        return 42;
    }

    @Override
    public RoutingDomain domain() {
        return this;
    }

    @Override
    public void rawUsrreq(UserRequest request, @Nullable ByteBuffer message) {
        userRequests.add(request);
    }

    @Override
    public RouteReply routeOutput(RouteRequest request) {
        requests.add(request);
        return kernel.apply(request);
    }

    @Override
    public void reply(@Nullable Family about, ByteBuffer message) {
        byte[] copy = new byte[message.remaining()];
        message.get(message.position(), copy);
        events.add(ByteBuffer.wrap(copy).order(Frame.ORDER));
    }

    /// Answers of this protocol are for the sender alone.
    @Override
    public void rawInput(@Nullable Family about, ByteBuffer message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void answer(MessageSource messages) {
        if (refusesAnswers) {
            throw new RoutingException(Errno.ENOTCONN, "socket 1 is disconnected");
        }
        events.add(messages);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        events.add(option.name() + " " + value);
    }

    @Override
    public void setAsyncMode(AsyncMode mode) {
        events.add(mode);
    }

    @Override
    public RoutingSocket socket(
            SocketType type, String protocol, @Nullable Family only, String origin, Credentials credentials) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AsyncMode.ResumePoint now() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Snapshot snapshot(AsyncMode mode) {
        snapshotModes.add(mode);
        FakeCut cut = state;
        if (cut == null) {
            throw new IllegalStateException("no kernel");
        }
        snapshotsOpen++;
        return new Snapshot() {
            @Override
            public Cut cut() {
                return cut;
            }

            @Override
            public void close() {
                snapshotsOpen--;
            }
        };
    }

    @Override
    public void sysctl(String protocol, @Nullable Family only, int[] name, Consumer<ByteBuffer> sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SocketInfo> sockets() {
        return List.of(new SocketInfo(3, "rts", "unix", "root", -1, List.of("ifd", "ifl"), 5, 2, 4, 1));
    }

    @Override
    public List<TypeDescriptor> types() {
        return List.of(new IfdCodec().descriptor(), new RouteCodec().descriptor());
    }
}
