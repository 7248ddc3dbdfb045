// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

/// An option of a routing socket. The levels and names are the field's own.
///
/// @param level SOL_SOCKET for the socket layer, PF_ROUTE for the protocol
public record SocketOption<T>(Level level, String name, Class<T> type) {
    /// Who handles an option.
    public enum Level {
        SOL_SOCKET,
        PF_ROUTE
    }

    /// Receive buffer for replies and events, bytes, 4096 to 64 MiB (1 MiB for those who may not write); messages that do not fit are
    /// dropped and counted.
    public static final SocketOption<Integer> SO_RCVBUF = new SocketOption<>(Level.SOL_SOCKET, "SO_RCVBUF", Integer.class);
    /// Whether the sender hears the reply to its own request; on by default.
    public static final SocketOption<Boolean> SO_USELOOPBACK =
            new SocketOption<>(Level.SOL_SOCKET, "SO_USELOOPBACK", Boolean.class);
    /// Asynchronous mode: puts the socket on the listener lists.
    public static final SocketOption<AsyncMode> ROUTE_ASYNC_MODE =
            new SocketOption<>(Level.PF_ROUTE, "ROUTE_ASYNC_MODE", AsyncMode.class);
}
