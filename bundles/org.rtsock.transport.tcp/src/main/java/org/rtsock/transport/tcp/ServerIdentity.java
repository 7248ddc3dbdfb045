// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our own certificate, those that lead up to an authority, and its key.
///
/// @param file of the certificate, for messages
record ServerIdentity(Path file, List<X509Certificate> chain, PrivateKey key) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerIdentity.class);
    /// Of a key store that never leaves this process.
    private static final char[] NO_PASSWORD = {};
    private static final byte[] ANYTHING = {'r', 't', 's', 'o', 'c', 'k'};

    /// @throws RoutingException ENOENT; EINVAL, also for a key that is not the certificate's
    static ServerIdentity read(Path certificate, Path key) {
        List<X509Certificate> chain = PemFile.read(certificate).certificates();
        PrivateKey secret = PemFile.read(key).key();
        if (!belongs(secret, chain.getFirst().getPublicKey())) {
            throw new RoutingException(Errno.EINVAL, "file " + key + " is not the key of the certificate in " + certificate);
        }
        if (chain.getFirst().getNotAfter().toInstant().isBefore(Instant.now())) {
            LOG.warn("our certificate in {} has expired: nobody who looks will connect", certificate);
        }
        warnOfReaders(key);
        return new ServerIdentity(certificate, chain, secret);
    }

    private static void warnOfReaders(Path key) {
        try {
            if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("everyone on this host can read the private key {}", key);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("who may read {} is not known", key, e);
        }
    }

    /// Signs something and looks whether the certificate's holder did.
    private static boolean belongs(PrivateKey secret, PublicKey known) {
        if (!secret.getAlgorithm().equals(known.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(
                    switch (secret.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "EdDSA";
                    });
            signature.initSign(secret);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            LOG.debug("the key does not sign as the certificate says", e);
            return false;
        }
    }

    /// @param trust who may connect
    SSLContext context(TrustManager trust) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("appliance", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(factory.getKeyManagers(), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new RoutingException(Errno.EINVAL, "file " + file + ": " + e.getMessage(), e);
        }
    }
}
