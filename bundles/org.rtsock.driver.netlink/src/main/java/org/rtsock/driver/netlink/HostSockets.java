// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import org.rtsock.api.RoutingException;

/// The two ways to the host: what it announces, and what it answers. One thread at a time.
record HostSockets(EventQueue events, DumpReader dumps) implements AutoCloseable {
    /// Opens both in the network namespace of the calling thread.
    ///
    /// @throws RoutingException what the host says
    static HostSockets open(int receiveBuffer, HostMirrors mirrors, Counters counters, Signal stop) {
        EventQueue events = new EventQueue(receiveBuffer, mirrors, counters);
        try {
            return new HostSockets(events, new DumpReader(counters, stop));
        } catch (RoutingException e) {
            events.close();
            throw e;
        }
    }

    @Override
    public void close() {
        events.close();
        dumps.close();
    }
}
