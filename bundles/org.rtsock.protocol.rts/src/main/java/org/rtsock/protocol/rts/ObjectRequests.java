// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
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
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.socket.RouteRequest.Lookup;
import org.rtsock.api.wire.FieldReader;

/// Requests about objects of the kernel (`route_output`): to and from [ControlBlock#routeOutput].
///
/// ```
///   ADD, CHANGE, DELETE, LOCK, LOSING:  U8 level (0 stored, 1 programmed)                             fields of the object
///   GET:                                U8 lookup (0 longest, 1 exact key, 2 prefix, 3 reported)      fields of the object
///
///   reply:                              fields of the object
/// ```
///
/// The first byte stands in front of the fields because optional ones at their end may be missing.
final class ObjectRequests {
    private static final List<Level> LEVELS = List.of(Level.STORED, Level.PROGRAMMED);
    private static final List<Lookup> LOOKUPS = List.of(Lookup.LONGEST, Lookup.EXACT, Lookup.PREFIX, Lookup.REPORTED);

    private ObjectRequests() {}

    /// @throws RoutingException why it was refused; nothing has been answered then
    static void carryOut(ControlBlock pcb, RtsControlBlock state, Request request, Operation operation) {
        RequestType<?> type = RequestType.of(operation, request.type());
        FieldReader in = request.payload(state.reader());
        // A GET changes nothing and so has nothing to wait for.
        boolean get = operation == Operation.GET;
        Level level = get ? Level.STORED : level(in);
        Lookup lookup = get ? lookup(in, type) : Lookup.LONGEST;
        RoutingObject object = type.decode(in);
        requireFamily(pcb, object);
        RouteReply reply =
                pcb.routeOutput(new RouteRequest(operation, object, level, lookup, request.pid(), request.seq()));
        type.encode(reply.object(), state.replies().payload());
        state.replies().done(pcb, request, family(reply.object()), reply.version());
    }

    static Level level(FieldReader in) {
        int number = in.u8();
        in.require(number < LEVELS.size(), "level to wait for " + number + " is neither 0 (stored) nor 1 (programmed)");
        return LEVELS.get(number);
    }

    private static Lookup lookup(FieldReader in, RequestType<?> type) {
        int number = in.u8();
        in.require(
                number < LOOKUPS.size(), "lookup " + number + " is not 0 (longest match), 1 (exact key), 2 (prefix) or 3 (reported)");
        Lookup lookup = LOOKUPS.get(number);
        // The other types are found by their key, which is what 0 and 1 come to.
        in.require(
                type.kind() == Route.class || lookup == Lookup.LONGEST || lookup == Lookup.EXACT,
                "lookup " + number + " is for routes, not for " + type.codec().type().name());
        return lookup;
    }

    /// A restricted socket does not hear of other families, so it would never hear the answer.
    private static void requireFamily(ControlBlock pcb, RoutingObject object) {
        Family only = pcb.family();
        Family family = family(object);
        if (only != null && family != null && family != only) {
            throw otherFamily(object, family, only);
        }
    }

    static RoutingException otherFamily(RoutingObject object, Family family, Family only) {
        return new RoutingException(
                Errno.EAFNOSUPPORT, name(object) + " is " + family.word() + ", the socket is for " + only.word());
    }

    private static String name(RoutingObject object) {
        return switch (object) {
            case Route route -> "prefix " + route.key().prefix();
            case Redirect redirect -> "destination " + redirect.key().destination();
            default -> object.type().word();
        };
    }

    /// Family of the messages about an object, as `route_proto.sp_protocol`: none for those about interfaces, which concern every socket.
    static @Nullable Family family(RoutingObject object) {
        return switch (object) {
            case Route route -> route.key().family();
            case Redirect redirect -> redirect.key().destination().family();
            case RtTable table -> table.family();
            case RtStats stats -> stats.key().family();
            case Ifd _, Ifl _, Iff _, Ifa _, ExtensionObject _ -> null;
        };
    }
}
