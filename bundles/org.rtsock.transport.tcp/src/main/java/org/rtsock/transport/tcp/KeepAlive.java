// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// How a peer is found to be gone that went without a word, when there is nothing to say to it: `tcp(7)`, `TCP_KEEPIDLE` and the like.
///
/// @param idleSeconds     of silence after which it is asked; 0 for never
/// @param intervalSeconds between questions
/// @param count           of questions without an answer after which it is gone
record KeepAlive(int idleSeconds, int intervalSeconds, int count) {
    /// What Linux takes: `MAX_TCP_KEEPIDLE`, `MAX_TCP_KEEPINTVL`, `MAX_TCP_KEEPCNT`.
    private static final int MOST_SECONDS = 32_767;

    private static final int MOST = 127;

    /// @throws RoutingException EINVAL naming the field
    KeepAlive {
        require(idleSeconds >= 0 && idleSeconds <= MOST_SECONDS, "keepAliveIdleSeconds", idleSeconds);
        require(intervalSeconds >= 1 && intervalSeconds <= MOST_SECONDS, "keepAliveIntervalSeconds", intervalSeconds);
        require(count >= 1 && count <= MOST, "keepAliveCount", count);
    }

    private static void require(boolean condition, String name, int value) {
        if (!condition) {
            throw new RoutingException(Errno.EINVAL, name + " " + value + " is out of range");
        }
    }

    void applyTo(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, idleSeconds > 0);
        if (idleSeconds > 0) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, intervalSeconds);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, count);
        }
    }
}
