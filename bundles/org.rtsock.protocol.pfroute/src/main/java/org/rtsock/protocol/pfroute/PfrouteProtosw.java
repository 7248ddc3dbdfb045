// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RouteEvent;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RouteFilterOption;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.api.wire.Filter;

/// The entry `pfroute` of the protocol switch (`routesw` of 4.4BSD and FreeBSD).
@Component(service = Protosw.class)
public final class PfrouteProtosw implements Protosw {
    private static final int LISTENED =
            MessageType.IFDEV.flag() | MessageType.IFADDR.flag() | MessageType.ROUTE.flag() | MessageType.REDIRECT.flag();

    /// By the switch's control block.
    private final Map<ControlBlock, PfrouteControlBlock> blocks = new ConcurrentHashMap<>();

    @Override
    public String protocol() {
        return "pfroute";
    }

    /// `route_usrreq`. A socket listens from PRU_ATTACH on, without being asked to, to what changes from then on.
    @Override
    public void usrreq(UserRequest request, ControlBlock pcb, @Nullable ByteBuffer message) {
        if (request == UserRequest.ATTACH) {
            pcb.rawUsrreq(request, message);
            pcb.setAsyncMode(new AsyncMode(
                    LISTENED, Set.of(), Filter.of(0, pcb.family(), null), pcb.domain().now()));
            blocks.put(pcb, new PfrouteControlBlock());
            return;
        }
        try {
            pcb.rawUsrreq(request, message);
        } finally {
            leave(request, pcb);
        }
    }

    private void leave(UserRequest request, ControlBlock pcb) {
        boolean ended = request == UserRequest.DETACH || request == UserRequest.ABORT;
        if (ended || request == UserRequest.DISCONNECT) {
            PfrouteControlBlock state = ended ? blocks.remove(pcb) : blocks.get(pcb);
            if (state != null) {
                state.close();
            }
        }
    }

    /// Every message of every BSD begins with its length, so one of another version, or that is too short to be a request, has an end.
    @Override
    public int messageLength(ByteBuffer received) {
        if (received.remaining() < Short.BYTES) {
            return 0;
        }
        int length = MessageHeader.msglen(received.duplicate().order(ByteOrder.nativeOrder()), received.position());
        return length >= MessageHeader.LENGTH ? length : -1;
    }

    /// `route_output`; and what the socket layer does elsewhere for those who hold a socket.
    @Override
    public void output(ControlBlock pcb, ByteBuffer message) {
        PfrouteControlBlock state = block(pcb);
        state.lock().lock();
        try {
            if (SocketCall.is(message)) {
                SocketLayer.carryOut(pcb, state, message);
            } else {
                RouteOutput.carryOut(pcb, state.reply(), message);
            }
        } finally {
            state.lock().unlock();
        }
    }

    /// `rts_ctloutput`: OpenBSD's filters.
    @Override
    public <T> void ctloutput(ControlBlock pcb, SocketOption<T> option, T value) {
        PfrouteControlBlock state = block(pcb);
        state.lock().lock();
        try {
            state.filter(filtered(state.filter(), option, value));
        } finally {
            state.lock().unlock();
        }
    }

    private static <T> MessageFilter filtered(MessageFilter filter, SocketOption<T> option, T value) {
        if (option.equals(RouteFilterOption.ROUTE_MSGFILTER)) {
            return filter.withTypes(RouteFilterOption.ROUTE_MSGFILTER.type().cast(value));
        }
        if (option.equals(RouteFilterOption.ROUTE_TABLEFILTER)) {
            return filter.withTable(RouteFilterOption.ROUTE_TABLEFILTER.type().cast(value));
        }
        if (option.equals(RouteFilterOption.ROUTE_PRIOFILTER)) {
            return filter.withPriority(RouteFilterOption.ROUTE_PRIOFILTER.type().cast(value));
        }
        if (option.equals(RouteFilterOption.ROUTE_FLAGFILTER)) {
            return filter.withFlags(RouteFilterOption.ROUTE_FLAGFILTER.type().cast(value));
        }
        throw new RoutingException(
                Errno.ENOPROTOOPT, "option " + option.name() + " of level PF_ROUTE is unknown to protocol pfroute");
    }

    /// `rt_missmsg`. Events are rare beside changes, and several threads may report them at once: each message has its own memory.
    @Override
    public @Nullable ByteBuffer ctlinput(ControlBlock pcb, RouteEvent event) {
        PfrouteControlBlock state = blocks.get(pcb);
        MessageFilter filter = state == null ? null : state.filter();
        if (filter == null || !filter.admits(event)) {
            return null;
        }
        MessageWriter writer = new MessageWriter();
        EventMessage.write(writer, event);
        ByteBuffer message = writer.message();
        return filter.admitsFlags(message.getInt(RtMsghdr.FLAGS)) ? message : null;
    }

    @Override
    public boolean hears(ControlBlock pcb, ByteBuffer message) {
        PfrouteControlBlock state = blocks.get(pcb);
        return state != null && state.filter().admitsReply(message);
    }

    /// RTM_DESYNC: the same as a socket hears that has lost its place among the changes.
    @Override
    public ByteBuffer desync(ControlBlock pcb, long lost) {
        MessageWriter writer = new MessageWriter();
        RouteMessage.desync(writer);
        return writer.message();
    }

    /// `sysctl_rtsock`.
    @Override
    public void sysctl(RoutingDomain from, @Nullable Family family, int[] name, Consumer<ByteBuffer> sink) {
        try (Dump dump = Dump.open(from, family, SysctlName.of(name))) {
            dump.to(sink);
        }
    }

    @Override
    public MessageSource input(ControlBlock pcb, Cut cut) {
        return block(pcb).messages(cut);
    }

    private PfrouteControlBlock block(ControlBlock pcb) {
        PfrouteControlBlock state = blocks.get(pcb);
        if (state == null) {
            throw new RoutingException(Errno.ENOTCONN, "socket " + pcb.id() + " is not attached");
        }
        return state;
    }
}
