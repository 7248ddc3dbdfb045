// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import java.util.Locale;

/// How far a route has come: held by the kernel core only, in the host's forwarding table, or refused by the host.
public enum RouteState {
    STORED,
    PROGRAMMED,
    FAILED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }
}
