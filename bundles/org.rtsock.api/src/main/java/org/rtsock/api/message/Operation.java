// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// What a message does to its object. Each message has a type and an operation.
///
/// Those up to RESOLVE are the field's own and numbered as in 4.4BSD `route.h`. The others only travel in frames of type NOP or at the edges of a
/// cut; see [org.rtsock.api.wire.Frame].
public enum Operation {
    ADD(1),
    DELETE(2),
    CHANGE(3),
    GET(4),
    /// An event: a route is suspected to lead nowhere. Also a request, by whoever suspects it.
    LOSING(5),
    /// An event: a lookup found no route.
    MISS(7),
    LOCK(8),
    /// An event: a lookup found a route that asks for external resolution.
    RESOLVE(11),
    /// End of a cut: everything up to its version has been delivered.
    MARK(32),
    /// Forget every object of this type: what follows up to the next mark is all there is.
    RESET(33),
    /// In frames: the records that follow are of one type and lead from one version to another.
    SPAN(34),
    /// In frames: the fields of a message type.
    DESCRIBE(35),
    /// In frames: set the asynchronous mode of the socket.
    LISTEN(36),
    /// In frames: a named table of facts about the running system.
    INFO(37),
    /// In frames: messages for this socket were lost, because its receive buffer was full.
    DESYNC(38),
    /// In frames: a snapshot on its own, as sysctl gives it on BSD.
    DUMP(39),
    /// In frames: set an option of the socket.
    OPTION(40),
    /// In frames: many writes at once.
    BATCH(41);

    private final int number;

    Operation(int number) {
        this.number = number;
    }

    /// The number in frames, 1 to 255.
    public int number() {
        return number;
    }

    /// @throws RoutingException EOPNOTSUPP for a number without an operation
    public static Operation of(int number) {
        return switch (number) {
            case 1 -> ADD;
            case 2 -> DELETE;
            case 3 -> CHANGE;
            case 4 -> GET;
            case 5 -> LOSING;
            case 7 -> MISS;
            case 8 -> LOCK;
            case 11 -> RESOLVE;
            case 32 -> MARK;
            case 33 -> RESET;
            case 34 -> SPAN;
            case 35 -> DESCRIBE;
            case 36 -> LISTEN;
            case 37 -> INFO;
            case 38 -> DESYNC;
            case 39 -> DUMP;
            case 40 -> OPTION;
            case 41 -> BATCH;
            default -> throw new RoutingException(Errno.EOPNOTSUPP, "operation " + number + " is unknown");
        };
    }
}
