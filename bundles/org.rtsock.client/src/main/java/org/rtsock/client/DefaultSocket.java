// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.nio.file.Path;
import java.util.Map;

/// Where the appliance of the current user listens when nobody says otherwise.
///
/// The first that applies: the variable `RTSOCK_SOCKET`; `rtsock.sock` in the folder `XDG_RUNTIME_DIR`; `/tmp/rtsock-USER/rtsock.sock`.
/// An empty variable counts as unset.
public final class DefaultSocket {
    private DefaultSocket() {}

    /// The rule applied to this process.
    public static Path path() {
        return path(System.getenv(), System.getProperty("user.name", "unknown"));
    }

    /// The rule applied to an environment and an account name.
    public static Path path(Map<String, String> environment, String user) {
        String named = environment.getOrDefault("RTSOCK_SOCKET", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        String runtimeFolder = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return runtimeFolder.isEmpty() ? Path.of("/tmp/rtsock-" + user, "rtsock.sock") : Path.of(runtimeFolder, "rtsock.sock");
    }
}
