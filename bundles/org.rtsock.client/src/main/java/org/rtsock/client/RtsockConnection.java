// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.TypeDescriptor;

/// A routing socket of an appliance, over its unix transport or over any other stream of bytes that leads to one.
///
/// One thread at a time; each call waits for its answer. [#close] may come from any thread and ends a call that waits with an exception.
public final class RtsockConnection implements AutoCloseable {
    private final FrameReader frames;
    private final FrameWriter requests;
    private final MessageDecoder decoder;
    private final FieldWriter payload = new FieldWriter();
    private int seq;
    private boolean listening;
    /// SO_USELOOPBACK of the socket: whether it hears replies.
    private boolean loopback = true;

    private RtsockConnection(ByteChannel socket) {
        this.frames = new FrameReader(socket);
        this.requests = new FrameWriter(socket);
        this.decoder = new MessageDecoder(frames);
    }

    /// Opens a socket over the unix transport.
    ///
    /// @throws NoApplianceException when nobody listens at the path
    /// @throws RoutingException     the errno with which the appliance refuses a socket
    public static RtsockConnection connect(Path socket) throws IOException {
        return connect(Endpoint.unix(socket));
    }

    /// Opens a socket.
    ///
    /// @throws NoApplianceException when nobody listens there
    /// @throws RoutingException     the errno with which the appliance refuses a socket
    public static RtsockConnection connect(Endpoint endpoint) throws IOException {
        return over(endpoint.open());
    }

    /// A socket that somebody else has opened.
    ///
    /// @param socket leads to a socket of protocol `rts`; a read is given room for one frame of the largest size at least
    public static RtsockConnection over(ByteChannel socket) {
        return new RtsockConnection(socket);
    }

    /// Asks for an object to be written. Which operation is for which kind of object: see [RouteRequest].
    ///
    /// @param operation ADD, CHANGE, DELETE, LOCK or LOSING
    /// @param object    DELETE looks at its key only
    /// @param level     how far the write must have come before the answer
    /// @throws RoutingException what the kernel refuses
    public Answer write(Operation operation, RoutingObject object, Level level) throws IOException {
        return ask(operation, object, level.ordinal());
    }

    /// Asks for an object.
    ///
    /// @param object only its key counts
    /// @param lookup how a route is found; anything else is found by its key, with LONGEST or EXACT
    /// @throws RoutingException ESRCH when there is none; else what the kernel refuses
    public Answer get(RoutingObject object, Lookup lookup) throws IOException {
        return ask(Operation.GET, object, lookup.ordinal());
    }

    private Answer ask(Operation operation, RoutingObject object, int first) throws IOException {
        TypeDescriptor type = ObjectCodecs.encode(object, payload.reset().u8(first));
        request(operation, type.type());
        reply();
        FieldValues found = frames.decode(in -> FieldValues.read(type.fields(), in));
        return new Answer(type, found, frames.version());
    }

    /// Sets an option of the socket: `SO_RCVBUF` (bytes for replies and notices) or `SO_USELOOPBACK` (0 or 1). While the latter is off no
    /// reply is heard, not even the one to this request, and so the connection is good for listening only.
    ///
    /// @throws RoutingException ENOPROTOOPT for an option that there is not, EINVAL for a value out of its range; not while SO_USELOOPBACK
    ///                          is off
    public void option(String name, long value) throws IOException {
        boolean ofLoopback = name.equals(SocketOption.SO_USELOOPBACK.name());
        boolean heard = ofLoopback && (value == 0 || value == 1) ? value == 1 : loopback;
        payload.reset().text(name).u64(value);
        send(Operation.OPTION, MessageType.NOP);
        if (heard) {
            reply();
        }
        if (ofLoopback) {
            loopback = heard;
        }
    }

    /// The state of the kernel at one version, the mark last. Touches no subscription.
    ///
    /// @param mode     which types, and which objects of them; where to resume does not matter
    /// @param messages is given one message after the other
    /// @return the mark
    /// @throws RoutingException ESTALE when the records were taken away from a reader that is too slow: what was given is void
    public StreamMessage.Mark dump(AsyncMode mode, Consumer<? super StreamMessage> messages) throws IOException {
        wanted(mode);
        request(Operation.DUMP, MessageType.NOP);
        reply();
        frames.leaveSpan();
        StreamMessage.Mark mark = null;
        while (true) {
            FrameReader.Kind kind = frames.next();
            if (kind != FrameReader.Kind.REPLY) {
                StreamMessage message = decoder.decode(kind);
                if (message != null) {
                    messages.accept(message);
                }
                mark = message instanceof StreamMessage.Mark end ? end : mark;
            } else if (frames.seq() == seq) {
                frames.checkRefusal();
                if (mark == null) {
                    throw new ProtocolException("the appliance ended a dump without its mark");
                }
                return mark;
            }
        }
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
        return new EventStream(subscribe(mode), decoder);
    }

    /// Subscribes, for those who read the frames themselves: as [#listen], but no object is made for anything that comes. The answer to the
    /// subscription is among the frames, as a [FrameReader.Kind#REPLY]: see [FrameReader#checkRefusal].
    public FrameReader subscribe(AsyncMode mode) throws IOException {
        wanted(mode);
        AsyncMode.ResumePoint resume = mode.resume();
        payload.u64(resume == null ? 0 : resume.epoch()).u64(resume == null ? 0 : resume.version());
        send(Operation.LISTEN, MessageType.NOP);
        listening = true;
        frames.leaveSpan();
        return frames;
    }

    private void wanted(AsyncMode mode) {
        payload.reset().u32(mode.flags()).u16(mode.words().size());
        new TreeSet<>(mode.words()).forEach(payload::text);
        mode.filter().write(payload);
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }

    private void request(Operation operation, MessageType type) throws IOException {
        if (!loopback) {
            throw new IllegalStateException("SO_USELOOPBACK is off; the answer would not be heard");
        }
        send(operation, type);
    }

    private void send(Operation operation, MessageType type) throws IOException {
        if (listening) {
            throw new IllegalStateException("the connection is listening; requests need another one");
        }
        requests.send(operation, type, ++seq, payload);
    }

    private <T> List<T> replies(Function<FieldReader, T> decoder) throws IOException {
        List<T> items = new ArrayList<>();
        do {
            reply();
            if (frames.payloadLength() > 0) {
                items.add(frames.decode(decoder));
            }
        } while (frames.more());
        return items;
    }

    /// Waits for a frame that answers the last request, as long as it cannot have been lost.
    private void reply() throws IOException {
        while (true) {
            FrameReader.Kind kind = frames.next();
            if (kind == FrameReader.Kind.REPLY && frames.seq() == seq) {
                frames.checkRefusal();
                return;
            }
            if (kind == FrameReader.Kind.DESYNC) {
                throw new RoutingException(
                        Errno.ENOBUFS, "the receive buffer of the socket was full: messages were lost, perhaps the answer");
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
