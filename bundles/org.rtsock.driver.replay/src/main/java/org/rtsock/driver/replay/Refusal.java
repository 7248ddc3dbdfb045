// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// How a line that makes no sense is refused.
final class Refusal {
    private static final int SHOWN = 80;

    private Refusal() {}

    static RoutingException of(String message) {
        return new RoutingException(Errno.EINVAL, message);
    }

    /// As much of a text as fits a log, without control characters.
    static String shown(String text) {
        String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
