// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

/// What somebody may do. In the order of what it allows.
enum Role {
    /// Listen and ask.
    READ,
    /// Change routes, too.
    WRITE
}
