// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import org.jspecify.annotations.Nullable;

/// How a replica stands with its appliance.
///
/// @param phase    what it is doing
/// @param why      what went wrong last: null while it is connected, and when it was closed on purpose
/// @param failures attempts in a row that have come to no mark
public record ReplicaStatus(Phase phase, @Nullable Exception why, int failures) {
    /// What a replica is doing.
    public enum Phase {
        /// It asks for a connection.
        CONNECTING,
        /// It follows the kernel.
        CONNECTED,
        /// It waits before it tries again; what it holds is the last state that it was told.
        WAITING,
        /// It is over.
        CLOSED
    }
}
