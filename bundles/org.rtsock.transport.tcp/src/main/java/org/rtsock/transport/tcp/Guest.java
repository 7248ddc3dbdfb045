// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.rtsock.api.Credentials;

/// Somebody who was let in.
///
/// @param chain the certificate, then those that lead up to an authority
record Guest(List<X509Certificate> chain, Role role) {
    X509Certificate certificate() {
        return chain.getFirst();
    }

    /// Whose connections are counted together: renewed certificates have the same.
    X500Principal subject() {
        return certificate().getSubjectX500Principal();
    }

    Credentials credentials() {
        return new Credentials(CertificateNames.user(certificate()), 0, role == Role.WRITE);
    }

    /// Whether the certificate is not good any more at a time.
    boolean isOver(Instant time) {
        return isOver(certificate(), time);
    }

    /// Whether another one that the peer has sent is not; it may be one that leads nowhere.
    boolean isDoubtful(Instant time) {
        return chain.stream().anyMatch(sent -> isOver(sent, time));
    }

    private static boolean isOver(X509Certificate certificate, Instant time) {
        return time.isAfter(certificate.getNotAfter().toInstant());
    }

    @Override
    public String toString() {
        return "'" + subject().getName() + "' (serial " + certificate().getSerialNumber().toString(16) + ")";
    }
}
