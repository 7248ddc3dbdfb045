// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.time.Duration;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// How much the switch bears from a listener service before it parks it.
///
/// @param call     longest call of `receive`; zero for no limit
/// @param failures in a row, 0 for no limit
/// @param leave    how long a listener that leaves is waited for
record ListenerLimits(Duration call, int failures, Duration leave) {
    static final ListenerLimits DEFAULT = of(60, 10);

    /// @throws RoutingException EINVAL for a number below 0
    static ListenerLimits of(int seconds, int failures) {
        require("listenerLimitSeconds", seconds);
        require("listenerFailures", failures);
        return new ListenerLimits(Duration.ofSeconds(seconds), failures, Duration.ofSeconds(5));
    }

    private static void require(String name, int value) {
        if (value < 0) {
            throw new RoutingException(Errno.EINVAL, name + " " + value + " is less than 0");
        }
    }
}
