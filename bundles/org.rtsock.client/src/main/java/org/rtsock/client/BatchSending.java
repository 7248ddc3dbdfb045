// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;

/// How the frames of a batch go out, and what becomes of it. One thread but for what the answers do.
interface BatchSending {
    /// A buffer for the items of one frame.
    ItemBuffer buffer();

    /// Sends the items of the buffer. Blocks while the appliance does not take them.
    ///
    /// @param last whether the batch ends with them
    /// @throws BatchException when the batch was refused in the meantime
    void send(ItemBuffer items, boolean last) throws IOException;

    /// Goes on, unless the batch has failed in the meantime.
    ///
    /// @throws BatchException it was refused
    /// @throws IOException    the connection broke
    void check() throws IOException;

    /// Throws why a batch has failed, if it has.
    static void rethrow(@Nullable Exception failure) throws IOException {
        switch (failure) {
            case null -> {}
            case IOException broken -> throw new IOException(broken.getMessage(), broken);
            case RoutingException lost -> throw new BatchException(BatchException.NO_ITEM, lost);
            // A refusal, or what somebody threw who was told of one.
            case RuntimeException thrown -> throw thrown;
            case Exception other -> throw new IllegalStateException(other);
        }
    }

    /// What became of it, once the last frame has been sent.
    CompletableFuture<BatchAnswer> answer();

    /// Nothing more comes. What can be undone is.
    void giveUp() throws IOException;
}
