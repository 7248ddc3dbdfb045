// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPathTest {
    @TempDir
    private Path folder;

    @Test
    void theNearestWishWins() {
        Map<String, String> both = Map.of("RTSOCK_SOCKET", "/r/s", "XDG_RUNTIME_DIR", "/run/user/7");
        Map<String, String> runtime = Map.of("RTSOCK_SOCKET", "", "XDG_RUNTIME_DIR", "/run/user/7");
        String user = System.getProperty("user.name");
        assertEquals(Path.of("/o"), SocketPath.choose(Path.of("/o"), both).path());
        assertEquals(Path.of("/r/s"), SocketPath.choose(null, both).path());
        assertEquals(Path.of("/run/user/7/rtsock.sock"), SocketPath.choose(null, runtime).path());
        assertEquals(Path.of("/tmp/rtsock-" + user + "/rtsock.sock"), SocketPath.choose(null, Map.of()).path());
    }

    @Test
    void theUsersOwnFolderIsMadeSoThatOthersMayEnterAndNotWrite() throws Exception {
        SocketPath socket = SocketPath.ofUser(folder, "somebody");
        socket.prepareFolder();
        socket.prepareFolder();
        Path made = folder.resolve("rtsock-somebody");
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void aFolderThatOthersMayWriteIsRefused() throws Exception {
        Path trap = Files.createDirectory(folder.resolve("rtsock-somebody"));
        Files.setPosixFilePermissions(trap, PosixFilePermissions.fromString("rwxrwxrwx"));
        LaunchException refused = assertThrows(LaunchException.class, SocketPath.ofUser(folder, "somebody")::prepareFolder);
        assertTrue(refused.getMessage().contains("no one else may write"), refused.getMessage());
    }

    @Test
    void aLinkInPlaceOfTheFolderIsRefused() throws Exception {
        Files.createSymbolicLink(folder.resolve("rtsock-somebody"), Files.createDirectory(folder.resolve("elsewhere")));
        assertThrows(LaunchException.class, SocketPath.ofUser(folder, "somebody")::prepareFolder);
    }

    @Test
    void aFolderThatTheUserNamedMustBeThere() {
        SocketPath socket = SocketPath.choose(folder.resolve("nosuch/s.sock"), Map.of());
        LaunchException refused = assertThrows(LaunchException.class, socket::prepareFolder);
        assertEquals("the folder of socket " + folder.resolve("nosuch/s.sock") + " (from --socket) does not exist", refused.getMessage());
    }

    @Test
    void aSocketThatSomebodyListensOnIsRefusedAndAStaleOneIsNot() throws Exception {
        Path path = folder.resolve("s.sock");
        SocketPath socket = SocketPath.choose(path, Map.of());
        socket.requireFree();
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            LaunchException refused = assertThrows(LaunchException.class, socket::requireFree);
            assertTrue(refused.getMessage().startsWith("socket " + path + " is in use"), refused.getMessage());
        }
        assertTrue(Files.exists(path));
        socket.requireFree();
    }
}
