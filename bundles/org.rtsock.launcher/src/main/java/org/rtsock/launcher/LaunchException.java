// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.Serial;

/// The appliance cannot be started. The message is all that the user sees, so it names what is wrong and where.
final class LaunchException extends Exception {
    /// Exit status when the appliance was understood and did not start.
    static final int FAILED = 1;
    /// Exit status of wrong use: an option, an appliance or a feature that does not fit.
    static final int WRONG_USE = 2;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitStatus;
    private final String text;

    private LaunchException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
        this.text = message;
    }

    static LaunchException wrongUse(String message) {
        return new LaunchException(WRONG_USE, message);
    }

    static LaunchException failed(String message) {
        return new LaunchException(FAILED, message);
    }

    /// Never null.
    @Override
    public String getMessage() {
        return text;
    }

    int exitStatus() {
        return exitStatus;
    }
}
