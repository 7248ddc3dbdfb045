// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A file of blocks in base64, RFC 7468. What stands between the blocks is for people. Each error names file, line and reason.
///
/// @param path where it is
record PemFile(Path path, List<Block> blocks) {
    /// One of them.
    ///
    /// @param line of its beginning, from 1
    record Block(String label, int line, byte[] content) {}

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /// Something that is made of a block.
    @FunctionalInterface
    private interface Reading<T> {
        T read(byte[] content) throws GeneralSecurityException;
    }

    /// @throws RoutingException ENOENT, EINVAL
    static PemFile read(Path path) {
        List<String> lines = lines(path);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                String label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                int end = end(path, lines, i, label);
                blocks.add(new Block(label, i + 1, content(path, i + 1, lines.subList(i + 1, end))));
                i = end;
            }
        }
        return new PemFile(path, blocks);
    }

    /// @throws RoutingException ENOENT, EINVAL
    static List<String> lines(Path path) {
        try {
            // Of the bytes beyond ASCII only comments are made.
            return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new RoutingException(Errno.ENOENT, "file " + path + " does not exist", e);
        } catch (IOException e) {
            throw new RoutingException(Errno.EINVAL, "file " + path + " cannot be read: " + e, e);
        }
    }

    private static int end(Path path, List<String> lines, int begin, String label) {
        for (int i = begin + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(END + label + DASHES)) {
                return i;
            }
        }
        throw broken(path, begin + 1, "the block '" + label + "' has no end");
    }

    private static byte[] content(Path path, int line, List<String> text) {
        try {
            return Base64.getDecoder().decode(String.join("", text.stream().map(String::strip).toList()));
        } catch (IllegalArgumentException e) {
            throw broken(path, line, "the block is not base64: " + e.getMessage());
        }
    }

    /// All certificates, in their order; at least one.
    List<X509Certificate> certificates() {
        CertificateFactory factory = factory();
        List<X509Certificate> found = all(
                "CERTIFICATE", content -> (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(content)));
        if (found.isEmpty()) {
            throw new RoutingException(Errno.EINVAL, "file " + path + " has no certificate");
        }
        return found;
    }

    /// All certificate revocation lists; at least one.
    List<X509CRL> revocations() {
        CertificateFactory factory = factory();
        List<X509CRL> found = all("X509 CRL", content -> (X509CRL) factory.generateCRL(new ByteArrayInputStream(content)));
        if (found.isEmpty()) {
            throw new RoutingException(Errno.EINVAL, "file " + path + " has no revocation list (X509 CRL)");
        }
        return found;
    }

    /// The private key.
    PrivateKey key() {
        for (Block block : blocks) {
            if (block.label.equals("PRIVATE KEY")) {
                return readAs("private key", block, PemFile::key);
            }
            if (block.label.endsWith("PRIVATE KEY")) {
                String advice = "openssl pkcs8 -topk8 -nocrypt makes it PKCS#8";
                throw broken(path, block.line, "a key of form '" + block.label + "' is not read; " + advice);
            }
        }
        throw new RoutingException(Errno.EINVAL, "file " + path + " has no private key");
    }

    private static PrivateKey key(byte[] content) throws GeneralSecurityException {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(content);
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // One of another algorithm.
            }
        }
        throw new InvalidKeySpecException("it is none of " + String.join(", ", KEY_ALGORITHMS) + " in PKCS#8");
    }

    private <T> List<T> all(String label, Reading<T> reading) {
        return blocks.stream()
                .filter(block -> block.label.equals(label))
                .map(block -> readAs(label, block, reading))
                .toList();
    }

    private <T> T readAs(String what, Block block, Reading<T> reading) {
        try {
            return reading.read(block.content);
        } catch (GeneralSecurityException e) {
            throw broken(path, block.line, "not a good " + what + ": " + e.getMessage());
        }
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java reads X.509", e);
        }
    }

    private static RoutingException broken(Path path, int line, String why) {
        return new RoutingException(Errno.EINVAL, path + " line " + line + ": " + why);
    }
}
