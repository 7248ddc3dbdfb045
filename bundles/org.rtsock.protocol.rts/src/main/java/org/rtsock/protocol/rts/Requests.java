// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.Protosw;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;

/// Carries out the requests of the protocol. Stateless; what it works with belongs to the [RtsControlBlock] whose lock is held.
final class Requests {
    private final Protosw protosw;
    private final Statistics statistics;
    private final InfoTopics topics;

    Requests(Protosw protosw, Statistics statistics, InfoTopics topics) {
        this.protosw = protosw;
        this.statistics = statistics;
        this.topics = topics;
    }

    /// @throws RoutingException why it was refused; nothing has been answered then
    void carryOut(ControlBlock pcb, RtsControlBlock state, Request request) {
        request.check();
        Operation operation = request.operation();
        int type = request.type();
        switch (operation) {
            case ADD, CHANGE, DELETE, GET, LOCK, LOSING -> ObjectRequests.carryOut(pcb, state, request, operation);
            case LISTEN -> {
                requireNop(operation, type);
                listen(pcb, state, request);
            }
            case DUMP -> {
                requireNop(operation, type);
                dump(pcb, state, request);
            }
            case OPTION -> {
                requireNop(operation, type);
                option(pcb, state, request);
            }
            case BATCH -> {
                requireNop(operation, type);
                BatchRequests.carryOut(pcb, state, request);
            }
            case DESCRIBE -> {
                requireNop(operation, type);
                describe(pcb, state.replies(), request);
            }
            case INFO -> {
                requireNop(operation, type);
                info(pcb, state, request);
            }
            case MISS, RESOLVE, MARK, RESET, SPAN, DESYNC ->
                throw new RoutingException(Errno.EOPNOTSUPP, "operation " + operation + " is not one to ask for");
        }
    }

    private static void requireNop(Operation operation, int type) {
        if (type != MessageType.NOP.number()) {
            throw new RoutingException(Errno.EOPNOTSUPP, "operation " + operation + " is for message type NOP (0), not " + type);
        }
    }

    /// The answer is queued first: the new mode cannot fail any more, and so the answer stands before all that comes of it.
    private void listen(ControlBlock pcb, RtsControlBlock state, Request request) {
        AsyncMode mode = ListenPayload.read(request.payload(state.reader()));
        state.replies().payload();
        state.replies().done(pcb, request, null, 0);
        protosw.ctloutput(pcb, SocketOption.ROUTE_ASYNC_MODE, mode);
    }

    /// The answer comes as the reader makes room for it; the subscription, if there is one, goes on behind it.
    private static void dump(ControlBlock pcb, RtsControlBlock state, Request request) {
        AsyncMode mode = ListenPayload.readWithoutPlace(request.payload(state.reader()));
        DumpFrames dump = new DumpFrames(state, pcb.domain(), mode, request.echo());
        state.begin(dump);
        try {
            pcb.answer(dump);
        } catch (RuntimeException e) {
            dump.close();
            throw e;
        }
    }

    /// `setsockopt` by a message, for daemons behind a transport.
    ///
    /// ```
    ///   TEXT name   U64 value
    /// ```
    private static void option(ControlBlock pcb, RtsControlBlock state, Request request) {
        FieldReader in = request.payload(state.reader());
        String name = in.text();
        long value = in.u64();
        switch (name) {
            case "SO_RCVBUF" -> pcb.setOption(SocketOption.SO_RCVBUF, (int) within(name, value, Integer.MAX_VALUE));
            case "SO_USELOOPBACK" -> pcb.setOption(SocketOption.SO_USELOOPBACK, within(name, value, 1) == 1);
            default ->
                throw new RoutingException(Errno.ENOPROTOOPT, "option '" + name + "' is neither SO_RCVBUF nor SO_USELOOPBACK");
        }
        state.replies().payload();
        state.replies().done(pcb, request, null, 0);
    }

    private static long within(String name, long value, long max) {
        if (Long.compareUnsigned(value, max) > 0) {
            throw new RoutingException(
                    Errno.EINVAL, "value " + Long.toUnsignedString(value) + " of option " + name + " is not 0 to " + max);
        }
        return value;
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
            case InfoTopics.STATS ->
                statistics.read().forEach((source, counters) -> counters.forEach((counter, value) -> rows.add(
                        new InfoRow().text("name", source + "." + counter).number("value", value)::write)));
            case InfoTopics.LISTENERS -> pcb.domain().sockets().forEach(socket -> rows.add(row(socket)::write));
            default -> topicRows(topic).forEach(row -> rows.add(row::write));
        }
        answer(pcb, state.replies(), request, rows);
    }

    private List<InfoRow> topicRows(String topic) {
        List<InfoRow> rows = topics.rows(topic);
        if (rows == null) {
            String others = topics.names().stream().map(name -> ", " + name).collect(Collectors.joining());
            throw new RoutingException(Errno.EINVAL, "topic '" + topic + "' is none of listeners, stats" + others);
        }
        return rows;
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
                .number("dropped", socket.dropped())
                .text("state", socket.state());
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
