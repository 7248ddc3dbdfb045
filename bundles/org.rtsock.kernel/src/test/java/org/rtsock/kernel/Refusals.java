// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Consumer;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.Transaction;

/// Work that must be refused, with its errno and text.
final class Refusals {
    private Refusals() {}

    /// Commits the work, which must be refused, and checks that the version stays.
    static void assertRefused(KernelCore kernel, Cause cause, Errno errno, String text, Consumer<Transaction> work) {
        long version = kernel.version();
        RoutingException refusal = assertThrows(RoutingException.class, () -> kernel.commit(cause, work));
        assertEquals(errno + ": " + text, refusal.toString());
        assertEquals(version, kernel.version());
    }
}
