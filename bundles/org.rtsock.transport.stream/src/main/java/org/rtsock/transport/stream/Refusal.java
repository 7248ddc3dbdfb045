// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.util.Locale;

/// Why a connection ended that a peer would have liked to go on. Each is a counter.
public enum Refusal {
    /// There were as many connections as may be.
    CONNECTIONS,
    /// There were as many strangers as may be.
    STRANGERS,
    /// The peer did not prove who it is.
    IDENTITY,
    /// It did, and may not come in.
    ROLE,
    /// It did not say in time what it wants.
    INTRODUCTION,
    /// What it wants is nothing that there is.
    PREAMBLE,
    /// Its bytes were no message, or one that is too long.
    MESSAGE,
    /// A message that had begun did not become whole in time.
    MESSAGE_TIME,
    /// It took nothing of what there was for it, for too long.
    STALLED;

    String word() {
        return "refused." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
