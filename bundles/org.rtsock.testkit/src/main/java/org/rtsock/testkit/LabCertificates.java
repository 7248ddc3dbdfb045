// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// What the tcp transport and a daemon need for TLS on this host, good for two days: PEM files in one folder, made with the `keytool` of this
/// JDK. They are an authority, and what it issued for the appliance as `localhost` and 127.0.0.1, and for a daemon; each `NAME.pem` with
/// `NAME.key`, and `roles`.
///
/// @param folder of the files
public record LabCertificates(Path folder) {
    private static final String AUTHORITY = "authority";
    private static final String APPLIANCE = "appliance";
    private static final String DAEMON = "daemon";
    private static final String PASSWORD = "changeit";
    private static final int LINE = 64;

    /// Makes the files.
    ///
    /// @param folder is made if it is not there; files of an earlier time are replaced
    /// @param role   of the daemon: `read` or `write`
    public static LabCertificates make(Path folder, String role) throws IOException {
        if (!role.equals("read") && !role.equals("write")) {
            throw new IllegalArgumentException("role '" + role + "' is neither read nor write");
        }
        LabCertificates made = new LabCertificates(Files.createDirectories(folder));
        Files.deleteIfExists(made.store());
        made.generate(AUTHORITY, "bc:c", "-ext", "KeyUsage:critical=keyCertSign,cRLSign");
        made.generate(APPLIANCE, "san=dns:localhost,ip:127.0.0.1", "-signer", AUTHORITY);
        made.generate(DAEMON, "eku=clientAuth", "-signer", AUTHORITY);
        try (InputStream in = Files.newInputStream(made.store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            for (String name : List.of(AUTHORITY, APPLIANCE, DAEMON)) {
                write(made.certificate(name), "CERTIFICATE", store.getCertificate(name).getEncoded());
                write(made.key(name), "PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded());
                // The transport warns of a key that others can read.
                Files.setPosixFilePermissions(made.key(name), EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(made.store() + " cannot be read", e);
        }
        Files.writeString(made.roles(), role + " CN=" + DAEMON + "\n");
        return made;
    }

    private void generate(String name, String extension, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", name, "-dname", "CN=" + name,
                "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-ext", extension, "-keystore", store().toString(), "-storepass",
                PASSWORD));
        words.addAll(List.of(more));
        Process keytool = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
    }

    private static void write(Path file, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private Path store() {
        return folder.resolve("store.p12");
    }

    private Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    private Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private Path roles() {
        return folder.resolve("roles");
    }

    /// Keys of configuration `org.rtsock.transport.tcp` that name the appliance's files.
    public Map<String, String> settings() {
        return Map.of(
                "certificate", certificate(APPLIANCE).toString(), "key", key(APPLIANCE).toString(), "authorities", authority().toString(), "roles",
                roles().toString());
    }

    /// The authority's certificate.
    public Path authority() {
        return certificate(AUTHORITY);
    }

    /// The daemon's certificate.
    public Path daemon() {
        return certificate(DAEMON);
    }

    /// The key of the daemon's certificate.
    public Path daemonKey() {
        return key(DAEMON);
    }
}
