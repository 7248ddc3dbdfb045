// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.util.Map;

/// Colours for people, or none: on a terminal only, and not when `NO_COLOR` says so (no-color.org).
enum Paint {
    ON,
    OFF;

    static final int BOLD = 1;
    static final int DIM = 2;
    static final int RED = 31;
    static final int GREEN = 32;
    static final int YELLOW = 33;
    static final int MAGENTA = 35;

    static Paint of(boolean terminal, Map<String, String> environment) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
        return terminal && wanted ? ON : OFF;
    }

    /// @param code an SGR code of ECMA-48 s. 8.3.117
    String paint(int code, String text) {
        return this == ON ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
