// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
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
import org.rtsock.api.wire.TypeDescriptor;

/// A socket that notes what the protocol asks of it.
final class FakeControlBlock implements ControlBlock, RoutingDomain {
    /// @param toAll  whether it went through `raw_input`
    /// @param family of the message
    record Told(boolean toAll, @Nullable Family family, ByteBuffer bytes) {}

    final List<Told> told = new ArrayList<>();
    final List<UserRequest> userRequests = new ArrayList<>();
    final List<RouteRequest> requests = new ArrayList<>();
    final List<AsyncMode> modes = new ArrayList<>();
    Function<RouteRequest, RouteReply> kernel = request -> new RouteReply(request.object(), 7);
    final List<MessageSource> answers = new ArrayList<>();
    final List<String> options = new ArrayList<>();
    final List<FakeSnapshot> snapshots = new ArrayList<>();
    /// What the next snapshot gives.
    FakeCut state = new FakeCut();
    /// What `setOption` is to say, nothing when null.
    @Nullable RoutingException optionRefused;
    /// What `answer` is to say, nothing when null.
    @Nullable RoutingException answerRefused;
    Credentials credentials = new Credentials("bird", 0, true);
    @Nullable Family family;

    /// A snapshot that knows what was asked for and whether it was closed.
    static final class FakeSnapshot implements Snapshot {
        final AsyncMode mode;
        final Cut cut;
        boolean closed;

        FakeSnapshot(AsyncMode mode, Cut cut) {
            this.mode = mode;
            this.cut = cut;
        }

        @Override
        public Cut cut() {
            return cut;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    Told last() {
        return told.getLast();
    }

    Decoded reply() {
        return Decoded.all(last().bytes()).getFirst();
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
        return credentials;
    }

    @Override
    public int pid() {
        return credentials.pid();
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
        told.add(new Told(false, about, copy(message)));
    }

    @Override
    public void rawInput(@Nullable Family about, ByteBuffer message) {
        told.add(new Told(true, about, copy(message)));
    }

    private static ByteBuffer copy(ByteBuffer message) {
        byte[] copy = new byte[message.remaining()];
        message.get(message.position(), copy);
        return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    }

    @Override
    public void setAsyncMode(AsyncMode mode) {
        modes.add(mode);
    }

    @Override
    public void answer(MessageSource messages) {
        if (answerRefused != null) {
            throw answerRefused;
        }
        answers.add(messages);
    }

    /// Notes the option, with how many messages had been told before.
    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        if (optionRefused != null) {
            throw optionRefused;
        }
        options.add(option.name() + " " + value + " after " + told.size());
    }

    @Override
    public Snapshot snapshot(AsyncMode mode) {
        FakeSnapshot snapshot = new FakeSnapshot(mode, state);
        snapshots.add(snapshot);
        return snapshot;
    }

    @Override
    public void sysctl(String protocol, @Nullable Family only, int[] name, Consumer<ByteBuffer> sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AsyncMode.ResumePoint now() {
        return new AsyncMode.ResumePoint(0x4d, 12, true);
    }

    @Override
    public RoutingSocket socket(
            SocketType type, String protocol, @Nullable Family only, String origin, Credentials caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SocketInfo> sockets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<TypeDescriptor> types() {
        throw new UnsupportedOperationException();
    }
}
