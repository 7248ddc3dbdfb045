// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.RouteCodec;

/// Carries out the requests of the protocol. Stateless; what it works with belongs to the [RtsControlBlock] whose lock is held.
final class Requests {
    private static final RouteCodec ROUTES = new RouteCodec();

    private final Protosw protosw;
    private final Statistics statistics;

    Requests(Protosw protosw, Statistics statistics) {
        this.protosw = protosw;
        this.statistics = statistics;
    }

    /// @throws RoutingException why it was refused; nothing has been answered then
    void carryOut(ControlBlock pcb, RtsControlBlock state, Request request) {
        request.check();
        Operation operation = request.operation();
        int type = request.type();
        switch (operation) {
            case ADD, CHANGE, DELETE, GET, LOCK -> {
                requireType(MessageType.ROUTE, operation, type);
                route(pcb, state, request, operation);
            }
            case LISTEN -> {
                requireType(MessageType.NOP, operation, type);
                listen(pcb, state, request);
            }
            case DESCRIBE -> {
                requireType(MessageType.NOP, operation, type);
                describe(pcb, state.replies(), request);
            }
            case INFO -> {
                requireType(MessageType.NOP, operation, type);
                info(pcb, state, request);
            }
            case MARK, RESET, SPAN ->
                throw new RoutingException(Errno.EOPNOTSUPP, "operation " + operation + " is not one to ask for");
        }
    }

    private static void requireType(MessageType wanted, Operation operation, int type) {
        if (type != wanted.number()) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP,
                    "operation " + operation + " is for message type " + wanted.name() + " (" + wanted.number() + "), not " + type);
        }
    }

    private static void route(ControlBlock pcb, RtsControlBlock state, Request request, Operation operation) {
        FieldReader in = request.payload(state.reader());
        Route asked = ROUTES.decode(in);
        // A GET changes nothing and so has nothing to wait for.
        Level level = operation == Operation.GET ? Level.STORED : level(in);
        requireFamily(pcb, asked);
        RouteReply reply =
                pcb.routeOutput(new RouteRequest(operation, asked, level, request.pid(), request.seq()));
        ROUTES.encode(reply.route(), state.replies().payload());
        state.replies().done(pcb, request, reply.route().key().family(), reply.version());
    }

    private static Level level(FieldReader in) {
        int number = in.u8();
        in.require(number < Level.values().length, "level to wait for " + number + " is neither 0 (stored) nor 1 (programmed)");
        return Level.values()[number];
    }

    /// A restricted socket does not hear of other families, so it would never hear the answer.
    private static void requireFamily(ControlBlock pcb, Route asked) {
        Family only = pcb.family();
        if (only != null && asked.key().family() != only) {
            throw new RoutingException(
                    Errno.EAFNOSUPPORT,
                    "prefix " + asked.key().prefix() + " is " + asked.key().family().word() + ", the socket is for " + only.word());
        }
    }

    /// The answer is queued first: the new mode cannot fail any more, and so the answer stands before all that comes of it.
    private void listen(ControlBlock pcb, RtsControlBlock state, Request request) {
        AsyncMode mode = ListenPayload.read(request.payload(state.reader()));
        state.replies().payload();
        state.replies().done(pcb, request, null, 0);
        protosw.ctloutput(pcb, SocketOption.ROUTE_ASYNC_MODE, mode);
    }

    private static void describe(ControlBlock pcb, Replies replies, Request request) {
        List<Consumer<FieldWriter>> rows = new ArrayList<>();
        pcb.domain().types().forEach(descriptor -> rows.add(descriptor::write));
        answer(pcb, replies, request, rows);
    }

    private void info(ControlBlock pcb, RtsControlBlock state, Request request) {
        String topic = request.payload(state.reader()).text();
        List<Consumer<FieldWriter>> rows = new ArrayList<>();
        switch (topic) {
            case "stats" ->
                statistics.read().forEach((source, counters) -> counters.forEach((counter, value) -> rows.add(
                        new InfoRow().text("name", source + "." + counter).number("value", value)::write)));
            case "listeners" -> pcb.domain().sockets().forEach(socket -> rows.add(row(socket)::write));
            default ->
                throw new RoutingException(Errno.EINVAL, "topic '" + topic + "' is neither 'stats' nor 'listeners'");
        }
        answer(pcb, state.replies(), request, rows);
    }

    private static InfoRow row(SocketInfo socket) {
        return new InfoRow()
                .number("id", socket.id())
                .text("protocol", socket.protocol())
                .text("origin", socket.origin())
                .text("user", socket.user())
                .number("pid", Integer.toUnsignedLong(socket.pid()))
                .texts("types", socket.types())
                .number("cursor", socket.cursor())
                .number("lag", socket.lag())
                .number("coalesced", socket.coalesced())
                .number("dropped", socket.dropped());
    }

    /// A frame each row, and one that says that it was the last.
    private static void answer(ControlBlock pcb, Replies replies, Request request, List<Consumer<FieldWriter>> rows) {
        for (Consumer<FieldWriter> row : rows) {
            row.accept(replies.payload());
            replies.more(pcb, request);
        }
        replies.payload();
        replies.done(pcb, request, null, 0);
    }
}
