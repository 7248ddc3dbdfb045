// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.io.Serial;
import java.util.List;

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
    private final transient List<String> problems;

    private LaunchException(int exitStatus, String message, List<String> problems) {
        super(message);
        this.exitStatus = exitStatus;
        this.text = message;
        this.problems = problems;
    }

    static LaunchException wrongUse(String message) {
        return new LaunchException(WRONG_USE, message, List.of(message));
    }

    static LaunchException failed(String message) {
        return new LaunchException(FAILED, message, List.of(message));
    }

    /// @param problems of which the message has a line each
    static LaunchException failed(String message, List<String> problems) {
        return new LaunchException(FAILED, message + "\n  " + String.join("\n  ", problems), List.copyOf(problems));
    }

    /// Never null.
    @Override
    public String getMessage() {
        return text;
    }

    /// What is wrong, one by one: the message itself when it names one thing.
    List<String> problems() {
        return problems;
    }

    int exitStatus() {
        return exitStatus;
    }
}
