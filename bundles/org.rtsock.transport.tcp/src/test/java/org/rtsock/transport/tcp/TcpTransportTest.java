// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtsock.testkit.socket.EchoSocket;

@Timeout(60)
class TcpTransportTest {
    private TlsLab lab;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        lab = new TlsLab(folder);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    @Test
    void certificateSaysWhoAndTheRolesFileWhatHeMayDo() throws Exception {
        try (TlsClient writer = lab.connected(lab.writer);
                TlsClient reader = lab.connected(lab.reader)) {
            writer.write(TlsClient.message(5000, 1));
            reader.write(TlsClient.message(64, 2));
            assertEquals(1, writer.message());
            assertEquals(2, reader.message());
            EchoSocket first = lab.domain.opened().get(0);
            EchoSocket second = lab.domain.opened().get(1);
            assertEquals("edge-1", first.credentials().user());
            assertTrue(first.credentials().mayWrite());
            assertEquals("tcp", first.origin());
            assertEquals("collector", second.credentials().user());
            assertFalse(second.credentials().mayWrite());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keysOfEitherSideMayBeOfAnyAlgorithm(String algorithm) throws Exception {
        lab.identity(lab.authority.issue(new TestAuthority.Wish("CN=appliance")
                .algorithm(algorithm)
                .alternative(GeneralName.dNSName, "localhost")));
        lab.await("files.changes", 1);
        TestAuthority.Holder holder = lab.authority.issue(new TestAuthority.Wish("CN=edge-1").algorithm(algorithm));
        try (TlsClient client = lab.connected(holder)) {
            client.write(TlsClient.message(64, 1));
            assertEquals(1, client.message());
        }
    }

    @Test
    void peerThatDoesNotReadIsSlowForItselfOnly() throws Exception {
        int records = 20_000;
        try (TlsClient slow = lab.connected(lab.reader);
                TlsClient fast = lab.connected(lab.reader)) {
            lab.domain.publish(records);
            for (int i = 1; i <= records; i++) {
                assertEquals(i, fast.message());
            }
            int given = lab.domain.opened().getFirst().given();
            assertTrue(given < records / 2, "moved for a peer that does not read: " + given);
            for (int i = 1; i <= records; i++) {
                assertEquals(i, slow.message());
            }
        }
    }

    @Test
    void peerThatAsksWithoutReadingLosesNoAnswer() throws Exception {
        int requests = 20_000;
        try (TlsClient client = lab.connected(lab.writer)) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 1; i <= requests; i++) {
                        client.write(TlsClient.message(128, i));
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 1; i <= requests; i++) {
                assertEquals(i, client.message());
            }
            writer.get();
        }
    }

    @Test
    void peerThatClosesItsSendingSideIsGivenAllThatWaits() throws Exception {
        try (TlsClient client = lab.connected(lab.reader)) {
            lab.domain.publish(3000);
            client.tls.shutdownOutput();
            for (int i = 1; i <= 3000; i++) {
                assertEquals(i, client.message());
            }
            assertEquals(-1, client.message());
            assertTrue(lab.domain.opened().getFirst().isShutDown(), "PRU_SHUTDOWN");
        }
    }

    @Test
    void streamThatIsCutEndsTheConnectionAndNoOther() throws Exception {
        try (TlsClient good = lab.connected(lab.writer);
                TlsClient bad = lab.connected(lab.writer)) {
            bad.write(new byte[] {0, 0, 0, 64, 1, 2});
            bad.raw.shutdownOutput();
            bad.awaitEnd();
            good.write(TlsClient.message(64, 1));
            assertEquals(1, good.message());
            // TLS itself ends a stream that was cut, before we do.
            lab.await("open", 1);
            assertTrue(lab.domain.opened().getLast().isClosed());
        }
    }

    @Test
    void bytesThatWereTamperedWithEndTheConnection() throws Exception {
        try (TlsClient client = lab.connected(lab.writer)) {
            byte[] record = new byte[5 + 64];
            record[0] = 23; // application data
            record[1] = 3;
            record[2] = 3;
            record[4] = 64;
            client.raw.getOutputStream().write(record);
            client.awaitEnd();
            lab.await("open", 0);
        }
    }

    @Test
    void stoppingEndsEveryConnectionAndThread() throws Exception {
        try (TlsClient idle = lab.connected(lab.reader);
                TlsClient stalled = lab.connected(lab.reader);
                TlsClient silent = lab.client(lab.reader)) {
            lab.domain.publish(20_000);
            lab.transport.close();
            idle.awaitEnd();
            stalled.awaitEnd();
            assertEquals(-1, silent.raw.getInputStream().read());
            assertTrue(lab.domain.opened().stream().allMatch(EchoSocket::isClosed));
        }
    }
}
