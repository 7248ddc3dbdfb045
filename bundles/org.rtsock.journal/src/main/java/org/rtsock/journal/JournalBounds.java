// SPDX-License-Identifier: Apache-2.0
package org.rtsock.journal;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// How many deletes a journal remembers.
///
/// @param resumeWindow  as many of the newest are kept for listeners that are away and may come back, 0 to `maxTombstones`
/// @param maxTombstones never more than this, whoever still needs them, 1 to 2^24. A listener that this hurts is reset
public record JournalBounds(int resumeWindow, int maxTombstones) {
    private static final int LARGEST = 1 << 24;

    /// @throws RoutingException EINVAL naming the bound and its value
    public JournalBounds {
        if (maxTombstones < 1 || maxTombstones > LARGEST) {
            throw new RoutingException(Errno.EINVAL, "maxTombstones " + maxTombstones + " is not 1 to " + LARGEST);
        }
        if (resumeWindow < 0 || resumeWindow > maxTombstones) {
            throw new RoutingException(
                    Errno.EINVAL, "resumeWindow " + resumeWindow + " is not 0 to maxTombstones, which is " + maxTombstones);
        }
    }
}
