// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509TrustManager;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Who we are and who may come in, as the files had it at one moment. Immutable, any thread.
///
/// @param context of the handshakes
record Admission(SSLContext context, X509TrustManager trust, Roles roles) {
    /// Reads the files.
    ///
    /// @throws RoutingException ENOENT, EINVAL naming the file, the line where there is one, and the reason
    static Admission read(AdmissionFiles files) {
        X509TrustManager trust = ClientTrust.read(files.authorities(), files.crl());
        SSLContext context = ServerIdentity.read(files.certificate(), files.key()).context(trust);
        return new Admission(context, trust, Roles.parse(files.roles(), PemFile.lines(files.roles())));
    }

    /// Decides about somebody who holds the key of a certificate.
    ///
    /// @throws SSLException     when the certificate is not good: no authority of ours, out of its time, revoked, for another use
    /// @throws RoutingException EACCES when it is, and has no role
    Guest welcome(List<X509Certificate> chain) throws SSLException {
        try {
            X509Certificate[] path = chain.toArray(X509Certificate[]::new);
            trust.checkClientTrusted(path, path[0].getPublicKey().getAlgorithm());
        } catch (CertificateException e) {
            SSLException refused = new SSLPeerUnverifiedException(String.valueOf(e.getMessage()));
            refused.initCause(e);
            throw refused;
        }
        Role role = roles.of(chain.getFirst());
        if (role == null) {
            throw new RoutingException(
                    Errno.EACCES, "certificate '" + chain.getFirst().getSubjectX500Principal().getName() + "' has no role");
        }
        return new Guest(chain, role);
    }
}
