// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.Serial;

/// The command line makes no sense: exit status 2. The message names the word and what would fit.
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
