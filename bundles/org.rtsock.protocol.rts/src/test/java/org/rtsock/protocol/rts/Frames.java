// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RouteCodec;

/// Frames as a daemon would make and read them.
final class Frames {
    static final int PID = 42;
    static final int SEQ = 9;

    private Frames() {}

    static ByteBuffer frame(Operation operation, MessageType type, Consumer<FieldWriter> fields) {
        FieldWriter payload = new FieldWriter();
        fields.accept(payload);
        ByteBuffer frame = ByteBuffer.allocate(Frame.lengthFor(payload.length())).order(Frame.ORDER);
        Frame.putHeader(frame, 0, operation, type.number(), 0, 0, payload.length());
        frame.putInt(Frame.PID_OFFSET, PID).putInt(Frame.SEQ_OFFSET, SEQ);
        payload.copyTo(frame, Frame.HEADER_LENGTH);
        return frame;
    }

    /// @param first level of a write, lookup of a GET
    static ByteBuffer route(Operation operation, Route route, int first) {
        return object(operation, new RouteCodec(), route, first);
    }

    /// @param first level of a write, lookup of a GET
    static <T extends RoutingObject> ByteBuffer object(Operation operation, ObjectCodec<T> codec, T object, int first) {
        return frame(operation, codec.type(), out -> codec.encode(object, out.u8(first)));
    }

    static ByteBuffer dump(int flags, List<String> words, Filter filter) {
        return frame(Operation.DUMP, MessageType.NOP, out -> {
            out.u32(flags).u16(words.size());
            words.forEach(out::text);
            filter.write(out);
        });
    }

    static ByteBuffer option(String name, long value) {
        return frame(Operation.OPTION, MessageType.NOP, out -> out.text(name).u64(value));
    }

    static ByteBuffer listen(int flags, List<String> words, long epoch, long version) {
        return frame(Operation.LISTEN, MessageType.NOP, out -> {
            out.u32(flags).u16(words.size());
            words.forEach(out::text);
            out.u32(254).u8(2).prefix(Prefix.parse("10.0.0.0/8")).u16(2).u8(4).u8(186).u32(-2).u64(epoch).u64(version);
        });
    }

    /// A record that says nothing but where it ends.
    ///
    /// @param length a multiple of 8
    static ByteBuffer filled(int length, int fill) {
        ByteBuffer frame = ByteBuffer.allocate(length).order(Frame.ORDER);
        for (int i = Integer.BYTES; i < length; i++) {
            frame.put(i, (byte) fill);
        }
        return frame.putInt(0, length);
    }

    static ByteBuffer info(String topic) {
        return frame(Operation.INFO, MessageType.NOP, out -> out.text(topic));
    }

    static Route route(String prefix) {
        Route.Key key = Route.Key.of(254, Prefix.parse(prefix), 100);
        return new Route(
                key, RouteProtocol.STATIC, RouteType.UNICAST, List.of(Nexthop.on(3)), RouteState.STORED, null);
    }

    static FieldReader payload(ByteBuffer frame) {
        return new FieldReader().resetToFrame(frame, 0);
    }

    static String hex(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String hex(ByteBuffer frame) {
        return hex(frame, 0, frame.limit());
    }
}
