// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.wire.Frame;
import org.rtsock.testkit.socket.EchoDomain;
import org.rtsock.transport.stream.Limits;

/// A transport at a free port of this host, with an authority and all files in a folder.
final class TlsLab {
    static final Limits LIMITS =
            new Limits(16, 8, Duration.ofSeconds(20), Frame.MAX_LENGTH, Duration.ofSeconds(20), Duration.ofSeconds(20));

    private static final Duration BOUND = Duration.ofSeconds(20);

    final EchoDomain domain = new EchoDomain();
    final TestAuthority authority;
    final TestAuthority.Holder writer;
    final TestAuthority.Holder reader;
    final Path folder;
    final AdmissionFiles files;
    final TcpTransport transport;
    /// By how much the gate's clock is ahead.
    volatile Duration later = Duration.ZERO;

    TlsLab(Path folder) throws Exception {
        this(folder, LIMITS, 16);
    }

    TlsLab(Path folder, Limits limits, int perIdentity) throws Exception {
        this.folder = folder;
        this.authority = new TestAuthority("CN=Test authority");
        this.writer = authority.issue("CN=edge-1,O=Example");
        this.reader = authority.issue("CN=collector,O=Example");
        identity(authority.issue(
                new TestAuthority.Wish("CN=appliance").alternative(GeneralName.dNSName, "localhost")));
        put("authorities.pem", Pem.of(authority.certificate));
        put("roles", "write CN=edge-1\nread CN=collector\n");
        put("crl.pem", authority.revoke(List.of()));
        this.files = AdmissionFiles.of(path("cert.pem"), path("key.pem"), path("authorities.pem"), path("roles"), path("crl.pem"));
        this.transport = new TcpTransport(
                domain,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Gate(files, perIdentity, Duration.ofMillis(25), () -> Instant.now().plus(later)),
                limits,
                new KeepAlive(60, 10, 6));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /// Gives the appliance a certificate.
    void identity(TestAuthority.Holder holder) throws Exception {
        put("key.pem", Pem.of(holder.key()));
        put("cert.pem", Pem.of(holder.certificate()));
    }

    /// Puts a file in the place of another, whole at once.
    void put(String name, String text) throws IOException {
        Path whole = Files.createTempFile(folder, name, ".new");
        Files.writeString(whole, text);
        Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(transport.address()).getPort());
    }

    /// Connects; says nothing yet.
    TlsClient client(TestAuthority.@Nullable Holder holder) throws Exception {
        return new TlsClient(address(), TlsClient.context(authority.certificate, holder));
    }

    /// Connects and has a socket.
    TlsClient connected(TestAuthority.Holder holder) throws Exception {
        TlsClient client = client(holder);
        assertEquals(0, client.introduce());
        return client;
    }

    long counter(String name) {
        return transport.read().getOrDefault(name, -1L);
    }

    /// Waits for a counter to have a value.
    void await(String name, long value) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (counter(name) != value) {
            assertTrue(System.nanoTime() < deadline, () -> name + " does not become " + value + ": " + transport.read());
            Thread.onSpinWait();
        }
    }

    void close() throws InterruptedException {
        transport.close();
        assertEquals(0, counter("open"));
        assertEquals(0, counter("strangers"));
        long before = counter("served") + counter("left") + counter("refused.connections") + counter("refused.strangers")
                + counter("refused.identity") + counter("refused.role") + counter("refused.introduction") + counter("refused.preamble");
        assertEquals(counter("accepted"), before, () -> "what was accepted adds up: " + transport.read());
    }
}
