// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// What stays on the heap.
final class Heap {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final int COLLECTIONS = 4;
    private static final double MIB = 1 << 20;

    private Heap() {}

    /// MiB in use after full collections; the last ones take what soft and phantom references kept for one more.
    static double settled() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return MEMORY.getHeapMemoryUsage().getUsed() / MIB;
    }
}
