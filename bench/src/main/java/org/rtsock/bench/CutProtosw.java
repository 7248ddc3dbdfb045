// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;

/// An entry of the protocol switch for one listener: it hands cuts over as they are and has no messages, like the entry behind listener
/// services, but without a service registry.
record CutProtosw(String protocol, Consumer<Cut> reader) implements Protosw {
    @Override
    public void usrreq(UserRequest request, ControlBlock pcb, @Nullable ByteBuffer message) {
        pcb.rawUsrreq(request, message);
    }

    @Override
    public <T> void ctloutput(ControlBlock pcb, SocketOption<T> option, T value) {
        pcb.setAsyncMode(SocketOption.ROUTE_ASYNC_MODE.type().cast(value));
    }

    @Override
    public MessageSource input(ControlBlock pcb, Cut cut) {
        return _ -> {
            reader.accept(cut);
            return true;
        };
    }

    @Override
    public int messageLength(ByteBuffer received) {
        return -1;
    }

    @Override
    public void output(ControlBlock pcb, ByteBuffer message) {
        throw new RoutingException(Errno.EOPNOTSUPP, "protocol " + protocol + " has no messages");
    }
}
