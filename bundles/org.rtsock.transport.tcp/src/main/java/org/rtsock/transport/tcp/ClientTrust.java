// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose certificates are good: RFC 5280 s. 6, as the JDK has it.
final class ClientTrust {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTrust.class);

    private ClientTrust() {}

    /// @param crl null: nothing is ever revoked. With one, each authority must have a list in it that is not out of date, else nobody with
    ///            a certificate of that authority comes in
    static X509TrustManager read(Path authorities, @Nullable Path crl) {
        Set<TrustAnchor> anchors = PemFile.read(authorities).certificates().stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(crl != null);
            if (crl != null) {
                revoke(parameters, revocations(crl));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new RoutingException(Errno.EINVAL, "file " + authorities + ": " + e.getMessage(), e);
        }
    }

    private static List<X509CRL> revocations(Path file) {
        List<X509CRL> lists = PemFile.read(file).revocations();
        for (X509CRL list : lists) {
            if (list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(Instant.now())) {
                LOG.warn("the list of {} in {} is out of date since {}: nobody of theirs comes in", list.getIssuerX500Principal(), file,
                        list.getNextUpdate().toInstant());
            }
        }
        return lists;
    }

    /// By these lists alone: nobody is asked over the network whether somebody may come in. A revocation checker of our own would ask the places
    /// that a certificate names; the one that the JDK makes by itself does not, unless its security properties say so.
    private static void revoke(PKIXBuilderParameters parameters, List<X509CRL> lists) throws GeneralSecurityException {
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    }
}
