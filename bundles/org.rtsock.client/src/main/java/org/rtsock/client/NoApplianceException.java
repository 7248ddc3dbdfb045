// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// No appliance answers where one was looked for.
public final class NoApplianceException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /// @param reason such as `no such file`
    NoApplianceException(Path socket, String reason) {
        super("no appliance at " + socket + " (" + reason + ")");
    }

    NoApplianceException(Path socket, String reason, Throwable cause) {
        super("no appliance at " + socket + " (" + reason + ")", cause);
    }
}
