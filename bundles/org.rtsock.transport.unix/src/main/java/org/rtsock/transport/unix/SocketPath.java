// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where the socket is: as configured, else where the property `rtsock.socket` says, which the launcher sets, else `rtsock.sock` in the
/// user's runtime folder.
///
/// @param shared whether the folder is one that any user of the host could have made first
record SocketPath(Path path, boolean shared) {
    SocketPath {
        path = path.toAbsolutePath().normalize();
    }

    /// Framework or system property with the path.
    static final String PROPERTY = "rtsock.socket";

    /// @param configured from the component's configuration, empty for none
    /// @param property   value of [#PROPERTY]
    /// @param environment looks up environment variables
    static SocketPath of(
            String configured,
            @Nullable String property,
            UnaryOperator<@Nullable String> environment,
            String user) {
        if (!configured.isEmpty()) {
            return new SocketPath(Path.of(configured), false);
        }
        if (property != null && !property.isEmpty()) {
            return new SocketPath(Path.of(property), false);
        }
        String runtime = environment.apply("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty()) {
            return new SocketPath(Path.of(runtime, "rtsock.sock"), false);
        }
        return new SocketPath(Path.of("/tmp", "rtsock-" + user, "rtsock.sock"), true);
    }

    /// The folder that the socket's file is in.
    Path folder() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
