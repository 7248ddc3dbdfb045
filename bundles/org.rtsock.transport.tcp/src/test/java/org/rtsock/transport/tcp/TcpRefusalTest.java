// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;
import org.rtsock.api.wire.Frame;
import org.rtsock.transport.stream.Limits;

@Timeout(60)
class TcpRefusalTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private @Nullable TlsLab lab;

    private TlsLab start() throws Exception {
        return start(TlsLab.LIMITS, 16);
    }

    private TlsLab start(Limits limits, int perIdentity) throws Exception {
        TlsLab started = new TlsLab(folder, limits, perIdentity);
        lab = started;
        return started;
    }

    @AfterEach
    void stop() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    /// Who is refused in the handshake is told by an alert, opens no socket, and is counted; a good one comes in afterwards.
    private static void expectAlert(TlsLab lab, TestAuthority.@Nullable Holder holder, String alert) throws Exception {
        long before = lab.counter("refused.identity");
        try (TlsClient client = lab.client(holder)) {
            SSLException refused = assertThrows(SSLException.class, client::introduce);
            assertEquals("(" + alert + ") Received fatal alert: " + alert, refused.getMessage());
        }
        lab.await("refused.identity", before + 1);
        assertEquals(List.of(), lab.domain.opened());
    }

    @Test
    void certificateMustBeShown() throws Exception {
        expectAlert(start(), null, "certificate_required");
    }

    @Test
    void certificateOfAnotherAuthorityIsNone() throws Exception {
        // JSSE shows no certificate of authorities that the server does not name; one of the same name it does show.
        TestAuthority other = new TestAuthority("CN=Test authority");
        expectAlert(start(), other.issue("CN=edge-1"), "certificate_unknown");
    }

    @Test
    void certificateHasItsTime() throws Exception {
        TlsLab started = start();
        Instant now = Instant.now();
        TestAuthority.Wish wish = new TestAuthority.Wish("CN=edge-1");
        expectAlert(started, started.authority.issue(wish.time(now.minusSeconds(90), now.minusSeconds(5))), "certificate_unknown");
        expectAlert(started, started.authority.issue(wish.time(now.plusSeconds(900), now.plusSeconds(9000))), "certificate_unknown");
    }

    @Test
    void certificateForServersOnlyIsNoDaemons() throws Exception {
        TlsLab started = start();
        TestAuthority.Wish wish = new TestAuthority.Wish("CN=edge-1");
        expectAlert(started, started.authority.issue(wish.purpose(KeyPurposeId.id_kp_serverAuth)), "certificate_unknown");
        try (TlsClient client = started.connected(started.authority.issue(wish.purpose(KeyPurposeId.id_kp_clientAuth)))) {
            client.write(TlsClient.message(64, 1));
            assertEquals(1, client.message());
        }
    }

    @Test
    void revokedCertificateIsNone() throws Exception {
        TlsLab started = start();
        started.put("crl.pem", started.authority.revoke(List.of(started.writer.certificate())));
        started.await("files.changes", 1);
        expectAlert(started, started.writer, "certificate_unknown");
    }

    @Test
    void olderTlsIsRefused() throws Exception {
        TlsLab started = start();
        try (TlsClient client = started.client(started.writer)) {
            client.tls.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(SSLHandshakeException.class, client::introduce);
        }
        started.await("refused.identity", 1);
    }

    @Test
    void holderWithoutARoleIsToldSo() throws Exception {
        TlsLab started = start();
        try (TlsClient client = started.client(started.authority.issue("CN=stranger"))) {
            assertEquals(Errno.EACCES.number(), client.introduce());
            assertEquals(-1, client.message());
        }
        started.await("refused.role", 1);
    }

    @Test
    void oneSubjectHasSoManyConnectionsAtMost() throws Exception {
        TlsLab started = start(TlsLab.LIMITS, 1);
        try (TlsClient first = started.connected(started.writer);
                TlsClient second = started.client(started.writer);
                TlsClient other = started.connected(started.reader)) {
            assertEquals(Errno.EDQUOT.number(), second.introduce());
            first.write(TlsClient.message(64, 1));
            assertEquals(1, first.message());
            other.write(TlsClient.message(64, 2));
            assertEquals(2, other.message());
        }
        started.await("open", 0);
        started.connected(started.writer).close();
        assertEquals(1, started.counter("refused.connections"));
    }

    @Test
    void bytesThatAreNoTlsAreNone() throws Exception {
        TlsLab started = start();
        for (String text : List.of("GET / HTTP/1.1\r\n\r\n", "rtsock\1\0echo\0\0\0\0")) {
            try (Socket socket = new Socket(started.address().getAddress(), started.address().getPort())) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                awaitEnd(socket);
            }
        }
        started.await("refused.identity", 2);
    }

    private static void awaitEnd(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // on to the end
            }
        } catch (IOException e) {
            // Reset: an end, too.
        }
    }

    private static Limits strict(int strangers, Duration introduction, int messageBytes, Duration messageTime, Duration stalled) {
        return new Limits(8, strangers, introduction, messageBytes, messageTime, stalled);
    }

    @Test
    void handshakeHasItsTimeHoweverSlowlyItGoesOn() throws Exception {
        TlsLab started = start(strict(8, Duration.ofMillis(200), Frame.MAX_LENGTH, LONG, LONG), 8);
        try (Socket silent = new Socket(started.address().getAddress(), started.address().getPort());
                Socket slow = new Socket(started.address().getAddress(), started.address().getPort())) {
            Thread drip = Thread.startVirtualThread(() -> drip(slow));
            awaitEnd(silent);
            awaitEnd(slow);
            drip.join();
        }
        started.await("refused.introduction", 2);
        assertEquals(0, started.counter("refused.identity"));
    }

    /// The head of a hello that announces 512 bytes, then one byte after the other.
    private static void drip(Socket socket) {
        try {
            OutputStream output = socket.getOutputStream();
            output.write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc});
            while (true) {
                Thread.sleep(20);
                output.write(3);
            }
        } catch (IOException | InterruptedException e) {
            // It was closed, as it should be.
        }
    }

    @Test
    void preambleHasItsTime() throws Exception {
        TlsLab started = start(strict(8, Duration.ofMillis(500), Frame.MAX_LENGTH, LONG, LONG), 8);
        try (TlsClient client = started.client(started.writer)) {
            client.write(new byte[] {'r', 't', 's'});
            client.awaitEnd();
        }
        started.await("refused.introduction", 1);
        assertEquals(List.of(), started.domain.opened());
    }

    @Test
    void messageHasItsTimeAndAnIdlePeerHasAll() throws Exception {
        TlsLab started = start(strict(8, LONG, Frame.MAX_LENGTH, Duration.ofMillis(200), LONG), 8);
        try (TlsClient idle = started.connected(started.reader);
                TlsClient slow = started.connected(started.writer)) {
            slow.write(new byte[] {0, 0, 0, 64, 1, 2});
            slow.awaitEnd();
            started.await("refused.message.time", 1);
            idle.write(TlsClient.message(64, 1));
            assertEquals(1, idle.message());
        }
    }

    @Test
    void messageHasItsLength() throws Exception {
        TlsLab started = start(strict(8, LONG, 4096, LONG, LONG), 8);
        try (TlsClient good = started.connected(started.reader);
                TlsClient bad = started.connected(started.writer)) {
            bad.write(TlsClient.message(4097, 1));
            bad.awaitEnd();
            started.await("refused.message", 1);
            good.write(TlsClient.message(4096, 2));
            assertEquals(2, good.message());
        }
    }

    @Test
    void peerThatTakesNothingIsLeft() throws Exception {
        TlsLab started = start(strict(8, LONG, Frame.MAX_LENGTH, LONG, Duration.ofMillis(300)), 8);
        try (TlsClient stalled = started.connected(started.reader);
                TlsClient idle = started.connected(started.writer)) {
            started.domain.publish(20_000);
            for (int i = 1; i <= 20_000; i++) {
                assertEquals(i, idle.message());
            }
            started.await("refused.stalled", 1);
            idle.write(TlsClient.message(64, 1));
            assertEquals(1, idle.message());
            stalled.awaitEnd();
        }
    }

    @Test
    void strangersBeyondTheLimitAreClosedAndThoseInsideNotHarmed() throws Exception {
        TlsLab started = start(strict(2, LONG, Frame.MAX_LENGTH, LONG, LONG), 8);
        List<Socket> strangers = new ArrayList<>();
        try (TlsClient good = started.connected(started.writer)) {
            for (int i = 0; i < 2; i++) {
                strangers.add(new Socket(started.address().getAddress(), started.address().getPort()));
            }
            started.await("strangers", 2);
            try (Socket surplus = new Socket(started.address().getAddress(), started.address().getPort())) {
                awaitEnd(surplus);
            }
            assertEquals(1, started.counter("refused.strangers"));
            good.write(TlsClient.message(64, 1));
            assertEquals(1, good.message());
            strangers.getFirst().close();
            started.await("strangers", 1);
            started.connected(started.reader).close();
        } finally {
            for (Socket socket : strangers) {
                socket.close();
            }
        }
    }
}
