// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

class PemFileTest {
    @TempDir
    private Path folder;

    private final TestAuthority authority;

    PemFileTest() throws Exception {
        authority = new TestAuthority("CN=Test authority");
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("file.pem"), text);
    }

    private static void expectRefusal(Errno errno, String message, Executable work) {
        RoutingException refused = assertThrows(RoutingException.class, work);
        assertEquals(errno, refused.errno());
        assertEquals(message, refused.getMessage());
    }

    @Test
    void textBetweenBlocksIsForPeople() throws Exception {
        TestAuthority.Holder holder = authority.issue("CN=a");
        String own = "Bag: ü\n" + Pem.of(holder.certificate()) + "subject=x\r\n\n" + Pem.of(holder.key());
        Path file = file(own + Pem.of(authority.certificate));
        PemFile read = PemFile.read(file);
        assertEquals(List.of(holder.certificate(), authority.certificate), read.certificates());
        assertEquals(holder.key(), read.key());
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        Path missing = folder.resolve("nosuch.pem");
        expectRefusal(Errno.ENOENT, "file " + missing + " does not exist", () -> PemFile.read(missing));
    }

    @Test
    void whatIsMissingInAFileIsNamed() throws Exception {
        Path file = file("nothing");
        expectRefusal(Errno.EINVAL, "file " + file + " has no certificate", PemFile.read(file)::certificates);
        expectRefusal(Errno.EINVAL, "file " + file + " has no private key", PemFile.read(file)::key);
        expectRefusal(Errno.EINVAL, "file " + file + " has no revocation list (X509 CRL)", PemFile.read(file)::revocations);
    }

    @Test
    void blockThatIsBrokenIsNamedByItsLine() throws Exception {
        Path endless = file("\n-----BEGIN CERTIFICATE-----\nAAAA\n");
        expectRefusal(Errno.EINVAL, endless + " line 2: the block 'CERTIFICATE' has no end", () -> PemFile.read(endless));
        Path garbage = file("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n");
        RoutingException refused = assertThrows(RoutingException.class, () -> PemFile.read(garbage));
        assertEquals(true, refused.getMessage().startsWith(garbage + " line 1: the block is not base64: "));
        Path wrong = file(Pem.of(authority.certificate) + Pem.of("CERTIFICATE", new byte[] {1, 2, 3}));
        int line = Files.readAllLines(wrong).lastIndexOf("-----BEGIN CERTIFICATE-----") + 1;
        refused = assertThrows(RoutingException.class, PemFile.read(wrong)::certificates);
        assertEquals(true, refused.getMessage().startsWith(wrong + " line " + line + ": not a good CERTIFICATE: "));
    }

    @Test
    void keyOfAnotherFormIsRefusedWithAdvice() throws Exception {
        Path file = file(Pem.of("EC PRIVATE KEY", new byte[] {1}));
        expectRefusal(
                Errno.EINVAL,
                file + " line 1: a key of form 'EC PRIVATE KEY' is not read; openssl pkcs8 -topk8 -nocrypt makes it PKCS#8",
                PemFile.read(file)::key);
    }

    @Test
    void keyOfAnotherCertificateIsRefused() throws Exception {
        Path certificate = file(Pem.of(authority.issue("CN=a").certificate()));
        Path key = Files.writeString(folder.resolve("key.pem"), Pem.of(authority.issue("CN=a").key()));
        expectRefusal(
                Errno.EINVAL,
                "file " + key + " is not the key of the certificate in " + certificate,
                () -> ServerIdentity.read(certificate, key));
    }

    @Test
    void pathThatIsNotConfiguredIsNamed() {
        expectRefusal(
                Errno.EINVAL,
                "roles is empty; it has to name the file with who may do what",
                () -> AdmissionFiles.of("a", "b", "c", "", ""));
    }
}
