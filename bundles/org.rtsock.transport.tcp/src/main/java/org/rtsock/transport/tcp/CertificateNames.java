// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// The names that a certificate gives its holder. RFC 5280 s. 4.1.2.6 and 4.2.1.6.
final class CertificateNames {
    /// Kinds of an alternative name.
    private static final int DNS = 2;
    private static final int URI = 6;

    private CertificateNames() {}

    /// What people call the holder: the common name, else the whole subject.
    static String user(X509Certificate certificate) {
        String name = commonName(certificate.getSubjectX500Principal());
        return name == null ? certificate.getSubjectX500Principal().getName() : name;
    }

    /// The common name that stands foremost in a subject, null when there is none.
    static @Nullable String commonName(X500Principal subject) {
        List<Rdn> parts = parse(subject).getRdns();
        for (Rdn part : parts.reversed()) {
            if (part.size() == 1 && part.getType().equalsIgnoreCase("CN")) {
                return part.getValue() instanceof String text ? text : null;
            }
        }
        return null;
    }

    private static LdapName parse(X500Principal subject) {
        try {
            return new LdapName(subject.getName());
        } catch (InvalidNameException e) {
            throw new IllegalStateException("subject " + subject + " is not as RFC 2253 has it", e);
        }
    }

    /// @param name of a host in any case, or a URI to the letter
    static boolean hasAlternative(X509Certificate certificate, String name) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(found -> matches(found, name));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean matches(List<?> found, String name) {
        return switch ((Integer) found.getFirst()) {
            case DNS -> name.equalsIgnoreCase((String) found.get(1));
            case URI -> name.equals(found.get(1));
            default -> false;
        };
    }
}
