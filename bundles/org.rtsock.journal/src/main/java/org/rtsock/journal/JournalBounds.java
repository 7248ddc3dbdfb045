// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// How much a journal keeps for listeners that are slow or away.
///
/// @param resumeWindow  as many of the newest deletes are kept for listeners that are away and may come back, 0 to `maxTombstones`
/// @param maxTombstones never more deletes than this, whoever still needs them, 1 to 2^24. Who needed the oldest must start over
/// @param maxHeldBytes  bytes of blocks that are kept only because somebody is reading them, beyond as many as live, 2^20 or more. Who has
///                      been reading for the longest must start over
public record JournalBounds(int resumeWindow, int maxTombstones, long maxHeldBytes) {
    private static final int MOST_TOMBSTONES = 1 << 24;
    private static final long LEAST_HELD = 1 << 20;

    /// @throws RoutingException EINVAL naming the bound and its value
    public JournalBounds {
        if (maxTombstones < 1 || maxTombstones > MOST_TOMBSTONES) {
            throw new RoutingException(Errno.EINVAL, "maxTombstones " + maxTombstones + " is not 1 to " + MOST_TOMBSTONES);
        }
        if (resumeWindow < 0 || resumeWindow > maxTombstones) {
            throw new RoutingException(
                    Errno.EINVAL, "resumeWindow " + resumeWindow + " is not 0 to maxTombstones, which is " + maxTombstones);
        }
        if (maxHeldBytes < LEAST_HELD) {
            throw new RoutingException(Errno.EINVAL, "maxHeldBytes " + maxHeldBytes + " is not " + LEAST_HELD + " or more");
        }
    }
}
