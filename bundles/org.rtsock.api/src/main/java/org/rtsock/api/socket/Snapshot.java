// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import org.osgi.annotation.versioning.ProviderType;

/// The kernel's state at one version, to be read once: what sysctl NET_RT_DUMP and kin give on BSD, which copied tables while they changed.
/// One thread.
@ProviderType
public interface Snapshot extends AutoCloseable {
    /// All objects that were asked for, as one cut from nothing. When the reader is so slow that the records are taken away from it, the walk
    /// ends with ESTALE, and what was read is void.
    Cut cut();

    @Override
    void close();
}
