// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.time.Duration;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.wire.Frame;

/// What peers may take.
///
/// @param connections      at one time
/// @param strangers        of these, such that have not said yet who they are and what they want
/// @param introduction     time in which they must have. Also how long one that has closed its sending side may take nothing of what is left
/// @param messageBytes     longest message of a peer
/// @param messageTime      in which a message that has begun must be whole; zero for any
/// @param stalled          time after which a peer is left that takes nothing though there is something for it; zero for never
public record Limits(
        int connections, int strangers, Duration introduction, int messageBytes, Duration messageTime, Duration stalled) {
    /// @throws RoutingException EINVAL naming the field
    public Limits {
        require(connections >= 1, "maxConnections", connections);
        require(strangers >= 1, "maxUnauthenticated", strangers);
        require(introduction.isPositive(), "preambleTimeoutMillis", introduction.toMillis());
        require(messageBytes >= Frame.HEADER_LENGTH && messageBytes <= Frame.MAX_LENGTH, "maxMessageBytes", messageBytes);
        require(!messageTime.isNegative(), "messageTimeoutMillis", messageTime.toMillis());
        require(!stalled.isNegative(), "stalledSeconds", stalled.toSeconds());
    }

    private static void require(boolean condition, String name, long value) {
        if (!condition) {
            throw new RoutingException(Errno.EINVAL, name + " " + value + " is out of range");
        }
    }
}
