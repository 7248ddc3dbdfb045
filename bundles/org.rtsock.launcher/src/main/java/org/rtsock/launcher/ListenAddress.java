// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import java.util.List;

/// Where daemons of other hosts connect, given by `--connect HOST:PORT`. To the launcher it is nothing but a feature and two values of its configuration.
///
/// @param host name or address, one of version 6 in brackets
/// @param port 0 to 65535
record ListenAddress(String host, int port) {
    /// The feature that listens.
    static final String FEATURE = "transport-tcp";

    private static final String PID = "org.rtsock.transport.tcp";
    private static final int MOST = 0xffff;

    static ListenAddress parse(String text) throws LaunchException {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || host.contains(":") && !bracketed) {
            throw LaunchException.wrongUse("--connect '" + text + "' is not HOST:PORT, such as 0.0.0.0:2009 or [::1]:2009");
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= MOST) {
                return new ListenAddress(host, port);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw LaunchException.wrongUse("port '" + text.substring(colon + 1) + "' of --connect is not 0 to " + MOST);
    }

    /// As if `--set` had said so.
    List<Setting> settings() {
        return List.of(new Setting(PID, "address", host), new Setting(PID, "port", String.valueOf(port)));
    }
}
