// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

/// Hears of each step of a replica.
@FunctionalInterface
public interface ReplicaListener {
    /// Called on the replica's thread, one cut after the other. While it works the replica does not read on: the appliance then puts more
    /// into the next cut. What it throws goes to the thread's handler of uncaught exceptions and harms nobody else.
    void changed(ReplicaCut cut);
}
