// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SocketPathTest {
    @Test
    void configurationThenPropertyThenRuntimeFolderThenTmp() {
        assertEquals(
                new SocketPath(Path.of("/a"), false), SocketPath.of("/a", "/b", variable -> "/run/user/0", "joe"));
        assertEquals(new SocketPath(Path.of("/b"), false), SocketPath.of("", "/b", variable -> "/run/user/0", "joe"));
        assertEquals(
                new SocketPath(Path.of("/run/user/0/rtsock.sock"), false),
                SocketPath.of("", null, variable -> "/run/user/0", "joe"));
        assertEquals(
                new SocketPath(Path.of("/tmp/rtsock-joe/rtsock.sock"), true),
                SocketPath.of("", "", variable -> null, "joe"));
    }

    @Test
    void relativePathsAreMadeAbsolute() {
        SocketPath path = SocketPath.of("rtsock.sock", null, variable -> null, "joe");
        assertEquals(Path.of("").toAbsolutePath(), path.folder());
    }
}
