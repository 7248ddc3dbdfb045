// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.Snapshot;

/// A snapshot that knows what was asked for and whether it was let go. Kept by its [ScriptedDomain]. One thread.
public final class ScriptedSnapshot implements Snapshot {
    private final AsyncMode mode;
    private final Cut cut;
    private boolean closed;

    ScriptedSnapshot(AsyncMode mode, Cut cut) {
        this.mode = mode;
        this.cut = cut;
    }

    /// What the protocol asked for.
    public AsyncMode mode() {
        return mode;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Cut cut() {
        return cut;
    }

    /// @throws IllegalStateException when it is closed: whoever closes twice has lost sight of what he holds
    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("snapshot is closed twice");
        }
        closed = true;
    }
}
