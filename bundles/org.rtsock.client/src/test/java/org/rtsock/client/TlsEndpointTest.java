// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.message.Operation;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Frame;

/// The way over tcp, against the JDK's own TLS server.
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class TlsEndpointTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static PemFiles appliance;
    private static PemFiles daemon;

    @BeforeAll
    static void issueCertificates() throws Exception {
        issue("appliance", "EC");
        issue("daemon", "Ed25519");
        issue("stranger", "RSA");
        appliance = files("appliance", "daemon");
        daemon = files("daemon", "appliance");
    }

    private static PemFiles files(String name, String authority) {
        return new PemFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key"), folder.resolve(authority + ".pem"));
    }

    /// A certificate that vouches for itself, in PEM files.
    private static void issue(String name, String algorithm) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name, "-ext", "san=dns:localhost",
                        "-keystore", store.toString(), "-storepass", new String(PASSWORD), "-validity", "2")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertEquals(0, keytool.waitFor(), said);
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        pem(name + ".pem", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", Objects.requireNonNull(keys.getKey(name, PASSWORD)).getEncoded());
    }

    private static void pem(String file, String what, byte[] bytes) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "Some text.\n-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                        + "-----\n");
    }

    /// Takes connections one after the other; each is given a mark and then left alone.
    private static SSLServerSocket listen() throws IOException {
        SSLServerSocket server = (SSLServerSocket) appliance.context().getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    serve(socket);
                } catch (IOException e) {
                    // A client that is turned away, or the end of the test.
                }
            }
        });
        return server;
    }

    private static void serve(SSLSocket socket) throws IOException {
        socket.startHandshake();
        assertEquals("TLSv1.3", socket.getSession().getProtocol());
        InputStream in = socket.getInputStream();
        in.readNBytes(16);
        socket.getOutputStream().write(new byte[] {'r', 't', 's', 'o', 'c', 'k', 0, 0});
        in.readNBytes(48);
        ByteBuffer mark = ByteBuffer.allocate(48).order(Frame.ORDER);
        Frame.putHeader(mark, 0, Operation.MARK, 0, 0, 0, 0);
        mark.putLong(Frame.KERNEL_VERSION_OFFSET, 9);
        socket.getOutputStream().write(mark.array());
        in.readAllBytes();
    }

    private static void assertSays(String text, Exception e) {
        assertTrue(String.valueOf(e.getMessage()).contains(text), e.toString());
    }

    @Test
    void bothSidesShowWhoTheyAre() throws Exception {
        try (SSLServerSocket server = listen();
                var connection = RtsockConnection.connect(Endpoint.tls("localhost", server.getLocalPort(), daemon))) {
            assertEquals(new StreamMessage.Mark(0, 9, false), connection.listen(AsyncMode.of(-1)).next());
        }
    }

    @Test
    void contextMayBeTheCallersOwn() throws Exception {
        SSLContext context = daemon.context();
        try (SSLServerSocket server = listen();
                var channel = Endpoint.tls("localhost", server.getLocalPort(), context).open()) {
            assertTrue(channel.isOpen());
        }
    }

    @Test
    void closeEndsAReadThatWaits() throws Exception {
        try (SSLServerSocket server = listen()) {
            var connection = RtsockConnection.connect(Endpoint.tls("localhost", server.getLocalPort(), daemon));
            EventStream stream = connection.listen(AsyncMode.of(-1));
            stream.next();
            Thread closer = Thread.ofVirtual().start(() -> {
                try {
                    connection.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThrows(IOException.class, stream::next);
            closer.join();
        }
    }

    @Test
    void certificateMustNameTheHostAndComeFromWhomWeTrust() throws Exception {
        try (SSLServerSocket server = listen()) {
            Endpoint otherName = Endpoint.tls("127.0.0.1", server.getLocalPort(), daemon);
            assertSays("127.0.0.1", assertThrows(NoApplianceException.class, otherName::open));
            Endpoint distrusting = Endpoint.tls("localhost", server.getLocalPort(), files("daemon", "stranger"));
            assertThrows(NoApplianceException.class, distrusting::open);
        }
    }

    @Test
    void strangerIsTurnedAway() throws Exception {
        try (SSLServerSocket server = listen()) {
            Endpoint stranger = Endpoint.tls("localhost", server.getLocalPort(), files("stranger", "appliance"));
            assertThrows(NoApplianceException.class, stranger::open);
        }
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (SSLServerSocket server = listen()) {
            port = server.getLocalPort();
        }
        NoApplianceException e = assertThrows(NoApplianceException.class, Endpoint.tls("localhost", port, daemon)::open);
        assertSays("no appliance at localhost:" + port, e);
        assertThrows(IllegalArgumentException.class, () -> Endpoint.tls("localhost", 0, daemon));
    }

    @Test
    void filesThatAreSomethingElseAreNamed() throws IOException {
        Path key = folder.resolve("old.key");
        Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        PemFiles old = new PemFiles(daemon.chain(), key, daemon.authorities());
        assertSays("openssl pkcs8", assertThrows(IOException.class, old::context));
        PemFiles swapped = new PemFiles(daemon.key(), daemon.chain(), daemon.authorities());
        assertSays("daemon.key", assertThrows(IOException.class, swapped::context));
        PemFiles noKey = new PemFiles(daemon.chain(), daemon.chain(), daemon.authorities());
        assertSays("no private key", assertThrows(IOException.class, noKey::context));
        assertFalse(Files.exists(folder.resolve("none")));
        assertThrows(IOException.class, new PemFiles(folder.resolve("none"), daemon.key(), daemon.authorities())::context);
    }
}
