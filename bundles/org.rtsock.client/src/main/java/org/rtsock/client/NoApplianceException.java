// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.io.Serial;

/// No appliance answers where one was looked for.
public final class NoApplianceException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /// @param place  where one was looked for: a path, or host and port
    /// @param reason such as `no such file`
    NoApplianceException(String place, String reason) {
        super("no appliance at " + place + " (" + reason + ")");
    }

    NoApplianceException(String place, String reason, Throwable cause) {
        super("no appliance at " + place + " (" + reason + ")", cause);
    }
}
