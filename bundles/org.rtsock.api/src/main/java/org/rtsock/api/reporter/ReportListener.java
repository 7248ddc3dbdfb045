// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.reporter;

import org.osgi.annotation.versioning.ProviderType;

/// An entry of a listener list.
@ProviderType
public interface ReportListener {
    /// There is something new to drain (`rts_input`). On the committing thread: wakes the reader, never blocks, may come more often than needed.
    void readable();

    /// Version up to which this listener has read the type, 0 before the first drain. Deletes that came later are kept for it. Any thread.
    long cursor();
}
