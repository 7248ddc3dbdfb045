// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultSocketTest {
    @Test
    void namedSocketWins() {
        Map<String, String> environment = Map.of("RTSOCK_SOCKET", "/a/b", "XDG_RUNTIME_DIR", "/run/user/1000");
        assertEquals(Path.of("/a/b"), DefaultSocket.path(environment, "ann"));
    }

    @Test
    void runtimeFolderComesNext() {
        Map<String, String> environment = Map.of("RTSOCK_SOCKET", "", "XDG_RUNTIME_DIR", "/run/user/1000");
        assertEquals(Path.of("/run/user/1000/rtsock.sock"), DefaultSocket.path(environment, "ann"));
    }

    @Test
    void folderOfTheUserIsLast() {
        assertEquals(Path.of("/tmp/rtsock-ann/rtsock.sock"), DefaultSocket.path(Map.of("XDG_RUNTIME_DIR", ""), "ann"));
    }
}
