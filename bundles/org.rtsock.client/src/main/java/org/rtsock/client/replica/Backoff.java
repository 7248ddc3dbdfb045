// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt to connect: twice as long after each failure, up to a limit, and a random part less, so that a
/// thousand daemons do not come back in the same moment.
///
/// @param first after the first failure
/// @param most  after any number of failures
public record Backoff(Duration first, Duration most) {
    /// 0.1 to 10 seconds.
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    /// @throws IllegalArgumentException when the first is not positive or longer than the most
    public Backoff {
        if (first.toMillis() < 1 || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("backoff from " + first + " to " + most + " is none of 1 ms or more that grows");
        }
    }

    /// Half to all of the time that stands for a number of failures.
    ///
    /// @param failures in a row, 1 or more
    Duration after(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, 40);
        long full = Math.min(most.toMillis(), Math.min(first.toMillis(), Long.MAX_VALUE >> 41) << doublings);
        return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
    }
}
