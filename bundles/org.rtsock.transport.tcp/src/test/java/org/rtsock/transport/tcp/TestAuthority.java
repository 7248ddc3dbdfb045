// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// Gives out certificates, and takes them back.
final class TestAuthority {
    private static final Duration YEAR = Duration.ofDays(365);

    final X509Certificate certificate;
    private final KeyPair keys;
    private int lastSerial = 1;

    TestAuthority(String name) throws Exception {
        this.keys = keys("EC");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(name), BigInteger.ONE, Date.from(Instant.now().minus(YEAR)), Date.from(Instant.now().plus(YEAR)),
                new X500Name(name), keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        this.certificate = sign(builder);
    }

    /// A certificate and its key.
    record Holder(X509Certificate certificate, PrivateKey key) {}

    /// What is to be in a certificate.
    ///
    /// @param purpose     what it may be used for, null for anything
    /// @param alternative a further name of the holder, or null
    record Wish(
            String subject,
            String algorithm,
            Instant from,
            Instant until,
            @Nullable KeyPurposeId purpose,
            @Nullable GeneralName alternative) {
        Wish(String subject) {
            this(subject, "EC", Instant.now().minus(YEAR), Instant.now().plus(YEAR), null, null);
        }

        Wish algorithm(String other) {
            return new Wish(subject, other, from, until, purpose, alternative);
        }

        Wish time(Instant first, Instant last) {
            return new Wish(subject, algorithm, first, last, purpose, alternative);
        }

        Wish purpose(KeyPurposeId other) {
            return new Wish(subject, algorithm, from, until, other, alternative);
        }

        Wish alternative(int kind, String name) {
            return new Wish(subject, algorithm, from, until, purpose, new GeneralName(kind, name));
        }
    }

    Holder issue(String subject) throws Exception {
        return issue(new Wish(subject));
    }

    Holder issue(Wish wish) throws Exception {
        KeyPair pair = keys(wish.algorithm);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                certificate, BigInteger.valueOf(++lastSerial), Date.from(wish.from), Date.from(wish.until),
                new X500Name(RFC4519Style.INSTANCE, wish.subject), pair.getPublic());
        if (wish.purpose != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose));
        }
        if (wish.alternative != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(wish.alternative));
        }
        return new Holder(sign(builder), pair.getPrivate());
    }

    /// A revocation list in PEM.
    String revoke(List<X509Certificate> revoked) throws Exception {
        Date now = Date.from(Instant.now().minusSeconds(1));
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, now);
        builder.setNextUpdate(Date.from(Instant.now().plus(YEAR)));
        for (X509Certificate one : revoked) {
            builder.addCRLEntry(one.getSerialNumber(), now, CRLReason.keyCompromise);
        }
        return Pem.of("X509 CRL", new JcaX509CRLConverter().getCRL(builder.build(signer())).getEncoded());
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    }

    private ContentSigner signer() throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    }

    private static KeyPair keys(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }
}
