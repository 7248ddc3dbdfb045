// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;

/// A request of a daemon about a route.
///
/// @param operation ADD, CHANGE, DELETE, GET or LOCK
/// @param route     what it is about. GET takes the address from the prefix and matches the longest; DELETE looks at the key only
/// @param level     how far the write must have come before the reply
/// @param pid       process id as the requester states it
/// @param seq       sequence number that the reply and the cause carry
public record RouteRequest(Operation operation, Route route, Level level, int pid, int seq) {
    /// How far a write must have come before it is answered.
    public enum Level {
        /// The kernel core holds it.
        STORED,
        /// A driver has programmed it, or said why not.
        PROGRAMMED
    }
}
