// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.transport;

import org.osgi.annotation.versioning.ConsumerType;

/// A service for as long as a transport takes connections. It opens sockets of the routing domain by itself; this names it to people.
@ConsumerType
public interface Transport {
    /// Origin of what comes through it, such as `unix`.
    String name();

    /// Where daemons reach it, such as a path.
    String address();
}
