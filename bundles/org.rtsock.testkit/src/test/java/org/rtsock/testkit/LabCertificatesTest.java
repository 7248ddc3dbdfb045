// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCertificatesTest {
    @Test
    void authorityHasIssuedBothCertificatesAndItsFilesAreNamed(@TempDir Path folder) throws Exception {
        LabCertificates.make(folder.resolve("pki"), "write");
        LabCertificates made = LabCertificates.make(folder.resolve("pki"), "read");
        X509Certificate authority = read(made.authority());
        Map<String, String> settings = made.settings();
        for (Path issued : new Path[] {made.daemon(), Path.of(settings.get("certificate"))}) {
            read(issued).verify(authority.getPublicKey());
        }
        assertEquals("read CN=daemon\n", Files.readString(Path.of(settings.get("roles"))));
        assertEquals(made.authority().toString(), settings.get("authorities"));
        assertTrue(Files.readString(Path.of(settings.get("key"))).startsWith("-----BEGIN PRIVATE KEY-----\n"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made.daemonKey())));
        assertFalse(read(made.daemon()).equals(authority));
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
