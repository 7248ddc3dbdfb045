// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;

/// How the objects of a message type that takes requests stand in frames; which requests, [RouteRequest#isFor] says. A plug-in's type has
/// no codec here: nothing but its stream can be had.
record RequestType<T extends RoutingObject>(Class<T> kind, ObjectCodec<T> codec) {
    private static final Map<Integer, RequestType<?>> BY_NUMBER = byNumber(List.of(
            new RequestType<>(Route.class, new RouteCodec()),
            new RequestType<>(RtTable.class, new RtTableCodec()),
            new RequestType<>(Redirect.class, new RedirectCodec()),
            new RequestType<>(RtStats.class, new RtStatsCodec()),
            new RequestType<>(Ifd.class, new IfdCodec()),
            new RequestType<>(Ifl.class, new IflCodec()),
            new RequestType<>(Iff.class, new IffCodec()),
            new RequestType<>(Ifa.class, new IfaCodec())));

    private static Map<Integer, RequestType<?>> byNumber(List<RequestType<?>> types) {
        Map<Integer, RequestType<?>> byNumber = new HashMap<>();
        for (RequestType<?> type : types) {
            byNumber.put(type.codec.type().number(), type);
        }
        return Map.copyOf(byNumber);
    }

    /// @throws RoutingException EOPNOTSUPP when nobody can ask for that, naming operation and type
    static RequestType<?> of(Operation operation, int number) {
        RequestType<?> type = BY_NUMBER.get(number);
        if (type == null) {
            throw new RoutingException(
                    Errno.EOPNOTSUPP, "operation " + operation + " is not for message type " + number + ", which takes no requests");
        }
        if (!RouteRequest.isFor(operation, type.codec.type())) {
            String name = type.codec.type().name();
            throw new RoutingException(
                    Errno.EOPNOTSUPP, "operation " + operation + " is not for message type " + name + " (" + number + ")");
        }
        return type;
    }

    /// @throws RoutingException EINVAL or EAFNOSUPPORT when the bytes are not an object of the type
    RoutingObject decode(FieldReader in) {
        return codec.decode(in);
    }

    void encode(RoutingObject object, FieldWriter out) {
        codec.encode(kind.cast(object), out);
    }
}
