// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/// A request that has no answer yet.
interface PendingRequest {
    /// Hears a frame of its answer, on the thread that reads.
    ///
    /// @return what tells those who wait for it, when this was the last frame; null when more come
    @Nullable Runnable reply(FrameReader frames) throws ProtocolException;

    /// There will be no answer. Must not block.
    void fail(Exception why);
}
