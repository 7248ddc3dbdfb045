// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

class NetlinkDriverTest {
    private final ObservedKernel observed = new ObservedKernel();

    @Test
    void activationFailsWhereTheNamespaceIsMissing() {
        RoutingException refusal = assertThrows(
                RoutingException.class, () -> new NetlinkDriver(observed.kernel, "rtsock-no-such-namespace", 1 << 20, 500));
        assertEquals(Errno.ENOENT, refusal.errno());
        assertTrue(refusal.getMessage().contains("/run/netns/rtsock-no-such-namespace"), refusal::getMessage);
    }

    @Test
    void closeEndsTheThreadAndKeepsWhatWasMirrored() {
        try (TestNamespace namespace = TestNamespace.make("close")) {
            NetlinkDriver driver = new NetlinkDriver(observed.kernel, namespace.name(), 1 << 20, 500);
            while (observed.state().isEmpty()) {
                Thread.onSpinWait();
            }
            driver.close();
            assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("rtsock-netlink")));
            assertFalse(observed.state().isEmpty());
        }
    }
}
