// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;

@Timeout(60)
class TcpReloadTest {
    private TlsLab lab;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        lab = new TlsLab(folder);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    private static void expectServed(TlsClient client) throws Exception {
        client.write(TlsClient.message(64, 7));
        assertEquals(7, client.message());
    }

    @Test
    void whoLosesARoleIsClosedAndNobodyElse() throws Exception {
        try (TlsClient writer = lab.connected(lab.writer);
                TlsClient reader = lab.connected(lab.reader)) {
            lab.put("roles", "read CN=collector\n");
            writer.awaitEnd();
            expectServed(reader);
            assertEquals(1, lab.counter("withdrawn"));
            try (TlsClient again = lab.client(lab.writer)) {
                assertEquals(Errno.EACCES.number(), again.introduce());
            }
        }
    }

    @Test
    void whoMayLessIsClosedAndWhoMayMoreIsNot() throws Exception {
        try (TlsClient writer = lab.connected(lab.writer);
                TlsClient reader = lab.connected(lab.reader)) {
            lab.put("roles", "write CN=collector\nread *\n");
            writer.awaitEnd();
            expectServed(reader);
        }
        try (TlsClient reader = lab.connected(lab.reader)) {
            expectServed(reader);
            assertEquals(true, lab.domain.opened().getLast().credentials().mayWrite());
        }
    }

    @Test
    void whoIsRevokedIsClosed() throws Exception {
        try (TlsClient writer = lab.connected(lab.writer);
                TlsClient reader = lab.connected(lab.reader)) {
            lab.put("crl.pem", lab.authority.revoke(List.of(lab.writer.certificate())));
            writer.awaitEnd();
            expectServed(reader);
        }
    }

    @Test
    void whoseAuthorityIsGoneIsClosed() throws Exception {
        TestAuthority other = new TestAuthority("CN=Other authority");
        try (TlsClient writer = lab.connected(lab.writer)) {
            lab.put("crl.pem", other.revoke(List.of()) + lab.authority.revoke(List.of()));
            lab.put("authorities.pem", Pem.of(other.certificate));
            writer.awaitEnd();
            try (TlsClient client = lab.connected(other.issue("CN=edge-1"))) {
                expectServed(client);
            }
        }
    }

    @Test
    void newCertificateOfTheApplianceIsForThoseWhoComeThen() throws Exception {
        try (TlsClient before = lab.connected(lab.reader)) {
            TestAuthority.Holder next = lab.authority.issue(
                    new TestAuthority.Wish("CN=appliance").alternative(GeneralName.dNSName, "localhost"));
            lab.identity(next);
            lab.await("files.changes", 1);
            expectServed(before);
            try (TlsClient after = lab.connected(lab.reader)) {
                X509Certificate shown = (X509Certificate) after.tls.getSession().getPeerCertificates()[0];
                assertEquals(next.certificate(), shown);
            }
        }
    }

    @Test
    void fileThatMakesNoSenseChangesNothing() throws Exception {
        try (TlsClient writer = lab.connected(lab.writer)) {
            lab.put("roles", "read CN=collector\nmaybe CN=edge-1\n");
            lab.await("files.broken", 1);
            lab.put("roles", "write CN=edge-1\n");
            lab.put("key.pem", Pem.of(lab.authority.issue("CN=other").key()));
            lab.await("files.broken", 2);
            expectServed(writer);
            try (TlsClient another = lab.connected(lab.reader)) {
                expectServed(another);
            }
            assertEquals(0, lab.counter("withdrawn"));
            assertEquals(0, lab.counter("files.changes"));
        }
    }

    /// A session that is resumed is no proof that its certificate is still good, or has a role.
    @Test
    void whoResumesASessionIsLookedAtAnew() throws Exception {
        SSLContext context = TlsClient.context(lab.authority.certificate, lab.writer);
        try (TlsClient first = new TlsClient(lab.address(), context)) {
            assertEquals(0, first.introduce());
            expectServed(first);
        }
        lab.put("crl.pem", lab.authority.revoke(List.of(lab.writer.certificate())));
        lab.await("files.changes", 1);
        try (TlsClient second = new TlsClient(lab.address(), context)) {
            assertThrows(SSLException.class, second::introduce);
        }
        lab.await("refused.identity", 1);
    }

    /// The handshake goes by the time of the host, as one that resumes a session would by the time when that began; the gate knows better.
    @Test
    void whoseTimeIsOverIsClosedAndDoesNotComeInAgain() throws Exception {
        Instant soon = Instant.now().plusSeconds(3600);
        TestAuthority.Holder brief = lab.authority.issue(new TestAuthority.Wish("CN=edge-1").time(soon.minusSeconds(9000), soon));
        try (TlsClient first = lab.connected(brief);
                TlsClient other = lab.connected(lab.reader)) {
            expectServed(first);
            lab.later = Duration.ofHours(2);
            first.awaitEnd();
            assertEquals(1, lab.counter("withdrawn"));
            expectServed(other);
        }
        try (TlsClient second = lab.client(brief)) {
            second.write(TlsClient.preamble("echo"));
            second.awaitEnd();
        }
        lab.await("refused.identity", 1);
        assertEquals(2, lab.domain.opened().size());
    }
}
