// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Waits for conditions. The bound is there to end a test that has failed, not to measure: make it large.
public final class Await {
    /// What [#until(String, Condition)] waits at most.
    public static final Duration BOUND = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 2;

    /// Something that comes true.
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Await() {}

    /// Waits until a condition holds, [#BOUND] at most.
    ///
    /// @param what for the message when it never does, such as "the mark of version 7"
    /// @throws AssertionError when it does not hold in time
    public static void until(String what, Condition condition) throws Exception {
        until(what, BOUND, condition);
    }

    /// The same with a bound of one's own.
    public static void until(String what, Duration bound, Condition condition) throws Exception {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(what + " has not come within " + bound.toSeconds() + " s");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /// Waits until there is a value.
    public static <T> T value(String what, Callable<@Nullable T> source) throws Exception {
        var found = new Object() {
            @Nullable T value;
        };
        until(what, () -> {
            found.value = source.call();
            return found.value != null;
        });
        T value = found.value;
        if (value == null) {
            throw new AssertionError(what + " is not there");
        }
        return value;
    }
}
