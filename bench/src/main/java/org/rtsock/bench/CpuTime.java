// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.lang.management.ManagementFactory;

/// How much time of a core this process uses, in all its threads. Other processes of the machine move it far less than they move a clock.
///
/// @param begin nanoseconds that had been used when it began
record CpuTime(long begin) {
    static CpuTime now() {
        return new CpuTime(used());
    }

    /// Since then.
    double seconds() {
        return (used() - begin) / 1e9;
    }

    private static long used() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
