// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.io.Serial;

/// A line that cannot be replayed. Nothing of its commit has been applied.
final class RecordingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /// @param line   number from 1
    /// @param reason naming field and value
    RecordingException(long line, String reason) {
        super("line " + line + ": " + reason);
    }

    /// @param line   number from 1
    /// @param reason naming field and value
    RecordingException(long line, String reason, Throwable cause) {
        super("line " + line + ": " + reason, cause);
    }
}
