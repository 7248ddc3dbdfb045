// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A routing socket of an appliance, over its unix transport.
///
/// One thread at a time; each call waits for its answer. [#close] may come from any thread and ends a call that waits with an exception.
public final class RtsockConnection implements AutoCloseable {
    private static final RouteCodec ROUTE = new RouteCodec();

    private final FrameChannel frames;
    private final FieldWriter payload = new FieldWriter();
    private int seq;
    private boolean listening;

    private RtsockConnection(FrameChannel frames) {
        this.frames = frames;
    }

    /// Opens a socket.
    ///
    /// @throws NoApplianceException when nobody listens at the path
    /// @throws RoutingException     the errno with which the appliance refuses a socket
    public static RtsockConnection connect(Path socket) throws IOException {
        return new RtsockConnection(new FrameChannel(Preamble.open(socket)));
    }

    /// Asks for a route to be added, changed, deleted or locked, or looks one up.
    ///
    /// @param operation GET matches the longest prefix for the address of the route's prefix; DELETE looks at the key only
    /// @param level     how far a write must have come before the answer; GET ignores it
    /// @throws RoutingException what the kernel refuses
    public Answer route(Operation operation, Route route, RouteRequest.Level level) throws IOException {
        ROUTE.encode(route, payload.reset());
        if (operation != Operation.GET) {
            payload.u8(level.ordinal());
        }
        request(operation, MessageType.ROUTE);
        int reply = reply();
        FieldValues stored = frames.decode(reply, in -> FieldValues.read(ROUTE.descriptor().fields(), in));
        return new Answer(ROUTE.descriptor(), stored, Frame.kernelVersion(frames.received(), reply));
    }

    /// The message types that have a reporter now, parents first.
    public List<TypeDescriptor> describe() throws IOException {
        payload.reset();
        request(Operation.DESCRIBE, MessageType.NOP);
        return replies(TypeDescriptor::read);
    }

    /// The rows of a table of facts about the running system, each from column to `Long`, `Boolean`, `String` or `List<String>`.
    ///
    /// @param topic `stats`, `listeners`
    public List<Map<String, Object>> info(String topic) throws IOException {
        payload.reset().text(topic);
        request(Operation.INFO, MessageType.NOP);
        return replies(RtsockConnection::row);
    }

    /// Subscribes. From here on the connection is the stream's: it takes no more requests. A mode that the appliance refuses shows in a
    /// call of [EventStream#next].
    public EventStream listen(AsyncMode mode) throws IOException {
        payload.reset().u32(mode.flags()).u16(mode.words().size());
        new TreeSet<>(mode.words()).forEach(payload::text);
        mode.filter().write(payload);
        AsyncMode.ResumePoint resume = mode.resume();
        payload.u64(resume == null ? 0 : resume.epoch()).u64(resume == null ? 0 : resume.version());
        request(Operation.LISTEN, MessageType.NOP);
        listening = true;
        return new EventStream(frames);
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }

    private void request(Operation operation, MessageType type) throws IOException {
        if (listening) {
            throw new IllegalStateException("the connection is listening; requests need another one");
        }
        frames.send(operation, type, ++seq, payload);
    }

    private <T> List<T> replies(Function<FieldReader, T> decoder) throws IOException {
        List<T> items = new ArrayList<>();
        int reply;
        do {
            reply = reply();
            if (Frame.payloadLength(frames.received(), reply) > 0) {
                items.add(frames.decode(reply, decoder));
            }
        } while ((Frame.flags(frames.received(), reply) & Frame.FLAG_MORE) != 0);
        return items;
    }

    /// Waits for a frame that answers the last request. Others may come: BSD's routing socket also shows what others asked for.
    private int reply() throws IOException {
        while (true) {
            int offset = frames.next();
            boolean reply = (Frame.flags(frames.received(), offset) & Frame.FLAG_REPLY) != 0;
            if (reply && Frame.seq(frames.received(), offset) == seq) {
                frames.checkRefusal(offset);
                return offset;
            }
        }
    }

    private static Map<String, Object> row(FieldReader in) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int columns = in.u16(); columns > 0; columns--) {
            String name = in.text();
            FieldKind kind = FieldKind.of(in.u8());
            row.put(name, cell(kind, in));
        }
        return row;
    }

    private static Object cell(FieldKind kind, FieldReader in) {
        return switch (kind) {
            case U64 -> in.u64();
            case BOOL -> in.bool();
            case TEXT -> in.text();
            case LIST -> {
                List<String> items = new ArrayList<>();
                for (int count = in.u16(); count > 0; count--) {
                    items.add(in.text());
                }
                yield List.copyOf(items);
            }
            default -> throw new RoutingException(Errno.EINVAL, "a row of facts holds no " + kind);
        };
    }
}
