// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;

/// Bytes that threads allocate from a moment on, by the JVM's own counters.
final class Allocation {
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final long[] ids;
    private final long before;

    private Allocation(long[] ids) {
        this.ids = ids;
        before = sum(ids);
    }

    /// Counts from now on. The threads must live until [#bytes] is asked.
    static Allocation of(Collection<Thread> threads) {
        return new Allocation(threads.stream().mapToLong(Thread::threadId).toArray());
    }

    long bytes() {
        return sum(ids) - before;
    }

    private static long sum(long[] ids) {
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        if (Arrays.stream(bytes).anyMatch(b -> b < 0)) {
            throw new IllegalStateException("the JVM does not count the allocation of a thread");
        }
        return Arrays.stream(bytes).sum();
    }
}
