// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.util.Set;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;

/// A request of a daemon: what `route_output` carries out.
///
/// | object | operations |
/// |---|---|
/// | Route | ADD, CHANGE, DELETE, GET, LOCK, LOSING |
/// | RtTable | ADD, CHANGE (its name), DELETE with all its routes, GET |
/// | Redirect | ADD (`rtredirect`), DELETE with the route that it made, GET |
/// | RtStats | GET, CHANGE to all zero (reset) |
/// | any other | GET |
///
/// - CHANGE of a route keeps the metrics that it does not name. One that names no next hops keeps these too, and with them type and
///   protocol, and the flags when it names none.
/// - LOCK sets the locks of the metrics that the route names, and nothing else.
/// - LOSING says that the address of the prefix gets no answer through the route that matches it.
///
/// @param operation what to do
/// @param object    what it is about. DELETE and GET look at its key only
/// @param level     how far the write must have come before the reply
/// @param lookup    how GET finds a route; all else is found by its key
/// @param pid       process id as the requester states it
/// @param seq       sequence number that the reply and the cause carry
public record RouteRequest(Operation operation, RoutingObject object, Level level, Lookup lookup, int pid, int seq) {
    /// How far a write must have come before it is answered.
    public enum Level {
        /// The kernel core holds it.
        STORED,
        /// A driver has programmed it, or said why not.
        PROGRAMMED
    }

    /// How GET finds a route.
    public enum Lookup {
        /// The longest match for the address of the prefix.
        LONGEST,
        /// The route with this key.
        EXACT,
        /// The most preferred route of this table and prefix.
        PREFIX,
        /// The longest match; when there is none, or when it asks for external resolution, everyone is told ([org.rtsock.api.kernel.Kernel#resolve]).
        REPORTED
    }

    /// Whether an operation is one to ask for of objects of a type: the table above.
    public static boolean isFor(Operation operation, MessageType type) {
        return switch (operation) {
            case GET -> true;
            case ADD, DELETE -> Set.of(MessageType.ROUTE, MessageType.RTTABLE, MessageType.REDIRECT).contains(type);
            case CHANGE -> Set.of(MessageType.ROUTE, MessageType.RTTABLE, MessageType.RTSTATS).contains(type);
            case LOCK, LOSING -> type.equals(MessageType.ROUTE);
            case MISS, RESOLVE, MARK, RESET, SPAN, DESCRIBE, LISTEN, INFO, DESYNC, DUMP, OPTION, BATCH -> false;
        };
    }

    public RouteRequest(Operation operation, RoutingObject object, Level level, int pid, int seq) {
        this(operation, object, level, Lookup.LONGEST, pid, seq);
    }
}
