// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Credentials;
import org.rtsock.api.RoutingException;
import org.rtsock.api.wire.Frame;
import org.rtsock.testkit.socket.EchoDomain;
import org.rtsock.transport.stream.Limits;

class PeerCredentialsTest {
    private static final String CLIENT =
            """
            import java.net.*; import java.nio.*; import java.nio.channels.*; import java.nio.file.*;
            void main(String[] args) throws Exception {
                try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
                    channel.write(ByteBuffer.wrap("rtsock\\1\\0echo\\0\\0\\0\\0".getBytes()));
                    channel.read(ByteBuffer.allocate(8));
                }
            }
            """;

    private static boolean mayWrite(String user, String owner, String writers) {
        return PeerCredentials.of(user, user + "s", owner, Writers.parse(writers)).mayWrite();
    }

    @Test
    void rootAndTheAppliancesOwnAccountMayWrite() {
        assertTrue(mayWrite("root", "router", ""));
        assertTrue(mayWrite("0", "router", ""));
        assertTrue(mayWrite("router", "router", ""));
        assertFalse(mayWrite("guest", "router", ""));
        assertFalse(mayWrite("guest", "root", ""));
    }

    @Test
    void othersMayWriteWhenTheyAreConfigured() {
        assertTrue(mayWrite("frr", "router", "bird, frr"));
        assertFalse(mayWrite("guest", "router", "bird, frr"));
        assertTrue(mayWrite("frr", "router", "@frrs"), "by its group");
        assertFalse(mayWrite("frrs", "router", "@frrs"), "a group is no account");
        assertTrue(mayWrite("guest", "router", "*"));
        RoutingException e = assertThrows(RoutingException.class, () -> Writers.parse("frr, bird frr"));
        assertEquals("writers 'frr, bird frr': 'bird frr' is neither an account nor @GROUP nor *", e.getMessage());
    }

    @Test
    void processOfAnotherAccountMayConnectButNotWrite(@TempDir Path folder) throws Exception {
        assumeTrue(System.getProperty("user.name", "").equals("root"), "only root can become somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path source = Files.writeString(folder.resolve("Client.java"), CLIENT);
        Path path = folder.resolve("rtsock.sock");
        EchoDomain domain = new EchoDomain();
        Limits limits = new Limits(4, 4, Duration.ofSeconds(10), Frame.MAX_LENGTH, Duration.ZERO, Duration.ZERO);
        UnixTransport transport = new UnixTransport(
                domain, new SocketPath(path, false), PosixFilePermissions.fromString("rw-rw-rw-"), Writers.NOBODY, limits);
        try {
            String java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
            Process client = new ProcessBuilder(
                            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", java, source.toString(), path.toString())
                    .inheritIO()
                    .start();
            assertEquals(0, client.waitFor());
            Credentials credentials = domain.opened().getFirst().credentials();
            assertFalse(credentials.mayWrite(), credentials.toString());
        } finally {
            transport.close();
        }
    }
}
