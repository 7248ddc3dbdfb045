// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;

/// The protocol of sockets that listener services stand behind. It has no messages: the service is handed the cut itself. It is not in the
/// table, so nobody else can open such a socket; attaching and setting the flags go the same way as for any other.
final class WhiteboardProtosw implements Protosw {
    static final WhiteboardProtosw INSTANCE = new WhiteboardProtosw();

    private WhiteboardProtosw() {}

    @Override
    public String protocol() {
        return "service";
    }

    @Override
    public void usrreq(UserRequest request, ControlBlock pcb, @Nullable ByteBuffer message) {
        pcb.rawUsrreq(request, message);
    }

    @Override
    public <T> void ctloutput(ControlBlock pcb, SocketOption<T> option, T value) {
        if (!option.equals(SocketOption.ROUTE_ASYNC_MODE)) {
            throw new RoutingException(Errno.ENOPROTOOPT, "option " + option.name() + " is not for listener services");
        }
        pcb.setAsyncMode(SocketOption.ROUTE_ASYNC_MODE.type().cast(value));
    }

    @Override
    public int messageLength(ByteBuffer received) {
        return -1;
    }

    @Override
    public void output(ControlBlock pcb, ByteBuffer message) {
        throw noMessages();
    }

    @Override
    public MessageSource input(ControlBlock pcb, Cut cut) {
        throw noMessages();
    }

    private static RoutingException noMessages() {
        return new RoutingException(Errno.EOPNOTSUPP, "the socket of a listener service has no messages");
    }
}
