// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// Whom a line of the roles file is about.
sealed interface SubjectPattern {
    boolean matches(X509Certificate certificate);

    /// Reads one: `*`, `CN=name`, `SAN=dns or uri`, `SHA256=fingerprint`, or a whole subject (RFC 2253).
    ///
    /// @throws IllegalArgumentException when it is none, with the reason
    static SubjectPattern parse(String text) {
        if (text.equals("*")) {
            return new Anyone();
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is none of *, CN=name, SAN=name, SHA256=fingerprint, and a subject such as CN=a,O=b");
        }
        String value = text.substring(equals + 1).strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' has nothing after the equals sign");
        }
        return switch (text.substring(0, equals).strip().toUpperCase(Locale.ROOT)) {
            case "SAN" -> new AlternativeName(value);
            case "SHA256" -> Fingerprint.parse(value);
            default -> subject(text);
        };
    }

    private static SubjectPattern subject(String text) {
        X500Principal subject;
        try {
            subject = new X500Principal(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not a subject as RFC 2253 has it, such as CN=a,O=b", e);
        }
        String name = CertificateNames.commonName(subject);
        boolean nothingElse = name != null && subject.equals(new X500Principal("CN=" + Rdn.escapeValue(name)));
        return name != null && nothingElse ? new CommonName(name) : new Subject(subject);
    }

    /// Everyone.
    record Anyone() implements SubjectPattern {
        @Override
        public boolean matches(X509Certificate certificate) {
            return true;
        }
    }

    /// Who goes by a name, whatever else the subject says. To the letter: an authority may well tell `Edge` from `edge`.
    record CommonName(String name) implements SubjectPattern {
        @Override
        public boolean matches(X509Certificate certificate) {
            return name.equals(CertificateNames.commonName(certificate.getSubjectX500Principal()));
        }
    }

    /// A whole subject, compared as RFC 5280 s. 7.1 has it: case and runs of spaces do not matter.
    record Subject(X500Principal name) implements SubjectPattern {
        @Override
        public boolean matches(X509Certificate certificate) {
            return name.equals(certificate.getSubjectX500Principal());
        }
    }

    /// A host or a URI among the alternative names.
    record AlternativeName(String name) implements SubjectPattern {
        @Override
        public boolean matches(X509Certificate certificate) {
            return CertificateNames.hasAlternative(certificate, name);
        }
    }

    /// One certificate.
    ///
    /// @param hex SHA-256 of it, 64 digits in lower case
    record Fingerprint(String hex) implements SubjectPattern {
        private static final int DIGITS = 64;

        /// @param text with or without colons
        static Fingerprint parse(String text) {
            String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
            if (hex.length() != DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
                throw new IllegalArgumentException("fingerprint '" + text + "' is not " + DIGITS + " hexadecimal digits");
            }
            return new Fingerprint(hex);
        }

        @Override
        public boolean matches(X509Certificate certificate) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
                return hex.equals(HexFormat.of().formatHex(digest));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a certificate that was read cannot be written", e);
            }
        }
    }
}
