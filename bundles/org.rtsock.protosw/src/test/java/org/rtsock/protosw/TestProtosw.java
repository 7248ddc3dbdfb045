// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;

/// A protocol whose messages are words: what is sent comes back, and each cut is a line with its version. It notes who called it.
class TestProtosw implements Protosw {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final String name;
    volatile @Nullable RuntimeException failure;
    /// Thrown when the switch has done its part.
    volatile @Nullable RuntimeException lateFailure;
    /// How cuts become messages.
    volatile Function<Cut, MessageSource> source = TestProtosw::line;

    TestProtosw(String name) {
        this.name = name;
    }

    @Override
    public String protocol() {
        return name;
    }

    @Override
    public void usrreq(UserRequest request, ControlBlock pcb, @Nullable ByteBuffer message) {
        calls.add(request.name());
        fail(failure);
        pcb.rawUsrreq(request, message);
        fail(lateFailure);
    }

    private static void fail(@Nullable RuntimeException thrown) {
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public int messageLength(ByteBuffer received) {
        return received.remaining();
    }

    @Override
    public void output(ControlBlock pcb, ByteBuffer message) {
        calls.add("output");
        pcb.reply(null, message);
    }

    @Override
    public <T> void ctloutput(ControlBlock pcb, SocketOption<T> option, T value) {
        calls.add("ctloutput " + option.name());
        if (!option.equals(SocketOption.ROUTE_ASYNC_MODE)) {
            throw new RoutingException(Errno.ENOPROTOOPT, option.name());
        }
        pcb.setAsyncMode(SocketOption.ROUTE_ASYNC_MODE.type().cast(value));
    }

    @Override
    public MessageSource input(ControlBlock pcb, Cut cut) {
        return source.apply(cut);
    }

    private static MessageSource line(Cut cut) {
        byte[] line = ("cut " + cut.version() + "\n").getBytes(StandardCharsets.US_ASCII);
        return target -> {
            if (target.remaining() < line.length) {
                return false;
            }
            target.put(line);
            return true;
        };
    }
}
