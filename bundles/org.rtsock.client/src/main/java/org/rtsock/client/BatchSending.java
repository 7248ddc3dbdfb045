// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// How the frames of a batch go out, and what becomes of it. One thread but for what the answers do.
interface BatchSending {
    /// A buffer for the items of one frame.
    ItemBuffer buffer();

    /// Sends the items of the buffer. Blocks while the appliance does not take them.
    ///
    /// @param last whether the batch ends with them
    /// @throws BatchException when the batch was refused in the meantime
    void send(ItemBuffer items, boolean last) throws IOException;

    /// Whether the batch was refused in the meantime.
    void check();

    /// What became of it, once the last frame has been sent.
    CompletableFuture<BatchAnswer> answer();

    /// Nothing more comes. What can be undone is.
    void giveUp() throws IOException;
}
