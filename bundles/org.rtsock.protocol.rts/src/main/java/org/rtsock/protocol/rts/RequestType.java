// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import static org.rtsock.api.message.Operation.ADD;
import static org.rtsock.api.message.Operation.CHANGE;
import static org.rtsock.api.message.Operation.DELETE;
import static org.rtsock.api.message.Operation.GET;
import static org.rtsock.api.message.Operation.LOCK;
import static org.rtsock.api.message.Operation.LOSING;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/// What can be asked of the objects of one message type, and how they stand in frames. A plug-in's type has no codec here: nothing but its
/// stream can be had.
record RequestType<T extends RoutingObject>(Class<T> kind, ObjectCodec<T> codec, Set<Operation> operations) {
    private static final Map<Integer, RequestType<?>> BY_NUMBER = byNumber(List.of(
            new RequestType<>(Route.class, new RouteCodec(), Set.of(ADD, CHANGE, DELETE, GET, LOCK, LOSING)),
            new RequestType<>(RtTable.class, new RtTableCodec(), Set.of(ADD, CHANGE, DELETE, GET)),
            new RequestType<>(Redirect.class, new RedirectCodec(), Set.of(ADD, DELETE, GET)),
            new RequestType<>(RtStats.class, new RtStatsCodec(), Set.of(CHANGE, GET)),
            new RequestType<>(Ifd.class, new IfdCodec(), Set.of(GET)),
            new RequestType<>(Ifl.class, new IflCodec(), Set.of(GET)),
            new RequestType<>(Iff.class, new IffCodec(), Set.of(GET)),
            new RequestType<>(Ifa.class, new IfaCodec(), Set.of(GET))));

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
        if (!type.operations.contains(operation)) {
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
