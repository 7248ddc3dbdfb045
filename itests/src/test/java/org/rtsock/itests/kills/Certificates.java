// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.rtsock.client.PemFiles;

/// An authority, and what it has issued for the appliance and for a daemon that may write: PEM files made with the `keytool` of this JDK.
record Certificates(Path folder) {
    private static final String PASSWORD = "changeit";
    private static final int LINE = 64;

    static Certificates make(Path folder) throws Exception {
        Certificates made = new Certificates(Files.createDirectories(folder));
        made.generate("authority", "CN=Authority", "-ext", "bc:c", "-ext", "KeyUsage:critical=keyCertSign,cRLSign");
        made.generate("appliance", "CN=appliance", "-signer", "authority", "-ext", "san=dns:localhost,ip:127.0.0.1");
        made.generate("daemon", "CN=daemon", "-signer", "authority", "-ext", "eku=clientAuth");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(made.store())) {
            store.load(in, PASSWORD.toCharArray());
        }
        for (String name : List.of("authority", "appliance", "daemon")) {
            made.write(name + ".pem", "CERTIFICATE", store.getCertificate(name).getEncoded());
            made.write(name + ".key", "PRIVATE KEY", key(store, name));
        }
        Files.writeString(folder.resolve("roles"), "write CN=daemon\n");
        return made;
    }

    private static byte[] key(KeyStore store, String name) throws GeneralSecurityException {
        return store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    }

    private Path store() {
        return folder.resolve("store.p12");
    }

    private void generate(String alias, String subject, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias, "-dname", subject,
                "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-storetype", "PKCS12", "-keystore", store().toString(),
                "-storepass", PASSWORD));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(words + ": " + said);
        }
    }

    private void write(String file, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(folder.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /// Those of the daemon.
    static PemFiles ofDaemon(Path folder) {
        return new PemFiles(folder.resolve("daemon.pem"), folder.resolve("daemon.key"), folder.resolve("authority.pem"));
    }

    /// The keys of the transport's configuration that name those of the appliance.
    List<String> settings() {
        return List.of("certificate=" + folder.resolve("appliance.pem"), "key=" + folder.resolve("appliance.key"),
                "authorities=" + folder.resolve("authority.pem"), "roles=" + folder.resolve("roles"));
    }
}
