// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/// Whoever read standard output has gone, as `head` does. Unchecked, so that it passes through writers that swallow an `IOException`.
final class OutputClosedException extends UncheckedIOException {
    @Serial
    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
        super(cause);
    }
}
