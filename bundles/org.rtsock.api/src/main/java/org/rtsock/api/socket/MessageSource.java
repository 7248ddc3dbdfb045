// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/// A cut on its way out, as messages of a wire protocol. One thread.
@ConsumerType
public interface MessageSource {
    /// Moves as many whole messages as fit into the buffer.
    ///
    /// @return whether the end has been reached; false asks for another call with an emptier buffer
    boolean fill(ByteBuffer target);
}
