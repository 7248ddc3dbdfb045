// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Who we are and whom we trust, in PEM files as `openssl` writes them.
///
/// @param chain       our certificate, then those that lead up to an authority
/// @param key         its private key, PKCS#8 and not encrypted (`BEGIN PRIVATE KEY`): RSA, EC or EdDSA
/// @param authorities the certificates of those whose word we take for the appliance
public record PemFiles(Path chain, Path key, Path authorities) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    /// Of key stores that never leave this process.
    private static final char[] NO_PASSWORD = {};

    /// Reads the files.
    ///
    /// @throws IOException naming the file that is missing or is not what it should be
    public SSLContext context() throws IOException {
        Certificate[] ours = certificates(chain).toArray(Certificate[]::new);
        PrivateKey secret = privateKey();
        Collection<? extends Certificate> trusted = certificates(authorities);
        try {
            KeyStore keys = emptyStore();
            keys.setKeyEntry("daemon", secret, NO_PASSWORD, ours);
            KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            identity.init(keys, NO_PASSWORD);
            KeyStore anchors = emptyStore();
            for (Certificate authority : trusted) {
                anchors.setCertificateEntry("authority-" + anchors.size(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate " + chain + " with key " + key + ": " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (found.isEmpty()) {
                throw new IOException(file + " has no certificate");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " has something else than certificates: " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            if (block.group(1).equals("PRIVATE KEY")) {
                return privateKey(block.group(2));
            }
            if (block.group(1).endsWith("PRIVATE KEY")) {
                throw new IOException(
                        key + " has a key of format '" + block.group(1) + "'; `openssl pkcs8 -topk8 -nocrypt` makes it a plain one");
            }
        }
        throw new IOException(key + " has no private key");
    }

    private PrivateKey privateKey(String base64) throws IOException {
        try {
            PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (InvalidKeySpecException e) {
                    // A key of another kind.
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(key + " has no key that can be read: " + e.getMessage(), e);
        }
        throw new IOException(key + " has a key that is none of " + String.join(", ", ALGORITHMS));
    }
}
