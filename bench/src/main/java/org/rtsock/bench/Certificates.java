// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.rtsock.client.PemFiles;

/// What TLS needs on both sides, as PEM files in one folder: an authority, and what it issued for the appliance and for its daemons. Made
/// by the `keytool` of this JDK.
record Certificates(Path folder) {
    private static final char[] PASSWORD = "password".toCharArray();

    static Certificates make(Path folder) throws IOException {
        Certificates made = new Certificates(folder);
        made.issue("authority", "bc:c");
        made.issue("appliance", "san=dns:localhost", "-signer", "authority");
        made.issue("daemon", "eku=clientAuth", "-signer", "authority");
        try (InputStream in = Files.newInputStream(made.store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            for (String name : List.of("authority", "appliance", "daemon")) {
                made.write(name + ".pem", "CERTIFICATE", store.getCertificate(name).getEncoded());
                Path key = made.write(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
                // The transport warns of a key that others can read.
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(made.store() + " cannot be read", e);
        }
        Files.writeString(folder.resolve("roles"), "read CN=daemon\n");
        return made;
    }

    private Path store() {
        return folder.resolve("store.p12");
    }

    private void issue(String name, String extension, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC",
                "-groupname", "secp256r1", "-alias", name, "-dname", "CN=" + name, "-ext", extension,
                "-keystore", store().toString(), "-storepass", new String(PASSWORD)));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private Path write(String file, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(bytes);
        return Files.writeString(folder.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /// The configuration of the tcp transport, at any free port of the loopback.
    Map<String, Object> configuration() {
        return Map.of(
                "port", 0, "certificate", file("appliance.pem"), "key", file("appliance.key"),
                "authorities", file("authority.pem"), "roles", file("roles"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    PemFiles ofDaemon() {
        return new PemFiles(folder.resolve("daemon.pem"), folder.resolve("daemon.key"), folder.resolve("authority.pem"));
    }
}
