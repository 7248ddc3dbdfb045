// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

class ListeningSocketTest {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
    private Path path;

    @BeforeEach
    void place(@TempDir Path folder) {
        path = folder.resolve("rtsock.sock");
    }

    private ListeningSocket bind() throws Exception {
        return ListeningSocket.bind(new SocketPath(path, false), MODE);
    }

    private RoutingException refused(Errno errno, Path where, boolean shared) {
        RoutingException e =
                assertThrows(RoutingException.class, () -> ListeningSocket.bind(new SocketPath(where, shared), MODE));
        assertEquals(errno, e.errno(), e.getMessage());
        return e;
    }

    @Test
    void fileThatWasLeftBehindIsTakenOver() throws Exception {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path), "closing a channel leaves the file");
        bind().close();
        assertFalse(Files.exists(path));
    }

    @Test
    void pathOnWhichSomebodyListensIsRefused() throws Exception {
        ListeningSocket first = bind();
        RoutingException e = refused(Errno.EADDRINUSE, path, false);
        assertEquals("somebody listens at " + path + " already", e.getMessage());
        assertTrue(Files.exists(path));
        first.close();
    }

    @Test
    void fileThatIsNoSocketIsLeftAlone() throws Exception {
        Files.writeString(path, "precious");
        refused(Errno.EADDRINUSE, path, false);
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void socketOfSomebodyElseIsNotRemoved() throws Exception {
        ListeningSocket first = bind();
        Files.delete(path);
        ListeningSocket second = bind();
        first.close();
        assertTrue(Files.exists(path));
        second.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void pathThatDoesNotFitTheAddressIsNamed() {
        refused(Errno.ENAMETOOLONG, path.resolveSibling("x".repeat(120)), false);
    }

    @Test
    void sharedFolderOfSomebodyElseIsRefused() throws Exception {
        assumeTrue(System.getProperty("user.name", "").equals("root"), "only root can give a folder away");
        Files.setAttribute(path.getParent(), "unix:uid", 65534);
        refused(Errno.EACCES, path, true);
        assertFalse(Files.exists(path));
    }
}
