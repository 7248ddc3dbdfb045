// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.reporter;

import org.osgi.annotation.versioning.ProviderType;

/// Who listens to a type.
@ProviderType
public interface ReportListener {
    /// There is something new to drain (`rts_input`). On the committing thread: wakes the reader, never blocks, may come more often than needed.
    void readable();

    /// Number of the socket, for people who ask who holds records back.
    int id();
}
