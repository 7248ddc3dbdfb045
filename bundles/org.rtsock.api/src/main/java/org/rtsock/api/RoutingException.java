// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api;

import java.io.Serial;

/// A request that was refused: an errno, and a message that names the field and the value that caused it.
///
/// Nothing of the refused request has been applied when this is thrown.
public final class RoutingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final String text;

    /// @param message field, value and what is wrong with it, such as `prefix 10.0.0.1/8 has bits set beyond its length`
    public RoutingException(Errno errno, String message) {
        super(message);
        this.errno = errno;
        this.text = message;
    }

    public RoutingException(Errno errno, String message, Throwable cause) {
        super(message, cause);
        this.errno = errno;
        this.text = message;
    }

    public Errno errno() {
        return errno;
    }

    /// Never null.
    @Override
    public String getMessage() {
        return text;
    }

    @Override
    public String toString() {
        return errno + ": " + text;
    }
}
