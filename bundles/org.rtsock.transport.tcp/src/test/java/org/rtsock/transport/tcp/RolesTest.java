// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rtsock.api.RoutingException;

class RolesTest {
    private static final Path FILE = Path.of("/etc/roles");

    private final TestAuthority authority;
    private final X509Certificate edge;

    RolesTest() throws Exception {
        authority = new TestAuthority("CN=Test authority");
        edge = authority.issue("CN=edge-1,OU=Rack 1,O=Example").certificate();
    }

    private static @Nullable Role role(X509Certificate certificate, String... lines) {
        return Roles.parse(FILE, List.of(lines)).of(certificate);
    }

    @Test
    void firstLineThatMatchesDecides() {
        assertEquals(Role.READ, role(edge, "# comment", "", "write CN=edge-2", "  read CN=edge-1", "write *"));
        assertEquals(Role.WRITE, role(edge, "write *", "read CN=edge-1"));
        assertNull(role(edge, "write CN=edge-2"));
        assertNull(role(edge));
    }

    @Test
    void commonNameAloneMatchesAnySubjectWithIt() {
        assertEquals(Role.WRITE, role(edge, "write CN=edge-1"));
        assertNull(role(edge, "write CN=Edge-1"), "to the letter");
        assertNull(role(edge, "write CN=edge-1,O=Example"), "a whole subject has all of it");
    }

    @Test
    void wholeSubjectIsComparedAsNamesAre() {
        assertEquals(Role.WRITE, role(edge, "write CN=edge-1,OU=Rack 1,O=Example"));
        assertEquals(Role.WRITE, role(edge, "write cn=edge-1, ou=rack  1, o=EXAMPLE"));
        assertNull(role(edge, "write O=Example,OU=Rack 1,CN=edge-1"), "in the other order it is another name");
    }

    @Test
    void nameWithAnEscapedCommaCannotPassForAnother() throws Exception {
        X509Certificate tricky = authority.issue("CN=x\\,CN\\=edge-1,O=Example").certificate();
        assertNull(role(tricky, "write CN=edge-1"));
        assertEquals(Role.READ, role(tricky, "read CN=x\\,CN\\=edge-1"));
        assertEquals("x,CN=edge-1", CertificateNames.user(tricky));
    }

    @Test
    void alternativeNamesAreHostsAndUris() throws Exception {
        X509Certificate host = authority.issue(
                        new TestAuthority.Wish("CN=a").alternative(GeneralName.dNSName, "edge.example.net"))
                .certificate();
        X509Certificate uri = authority.issue(
                        new TestAuthority.Wish("CN=b").alternative(GeneralName.uniformResourceIdentifier, "spiffe://example.net/edge"))
                .certificate();
        assertEquals(Role.WRITE, role(host, "write SAN=Edge.example.net"));
        assertNull(role(uri, "write SAN=edge.example.net"));
        assertEquals(Role.WRITE, role(uri, "write SAN=spiffe://example.net/edge"));
        assertNull(role(uri, "write SAN=spiffe://example.net/EDGE"));
        assertNull(role(edge, "write SAN=edge-1"));
    }

    @Test
    void fingerprintIsOneCertificate() throws Exception {
        String hex = HexFormat.ofDelimiter(":").withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(edge.getEncoded()));
        assertEquals(Role.WRITE, role(edge, "write SHA256=" + hex));
        assertEquals(Role.WRITE, role(edge, "write sha256=" + hex.replace(":", "")));
        assertNull(role(authority.certificate, "write SHA256=" + hex));
    }

    @Test
    void subjectWithoutACommonNameIsCalledByAllOfIt() throws Exception {
        X509Certificate nameless = authority.issue("OU=Rack 1,O=Example").certificate();
        assertEquals("OU=Rack 1,O=Example", CertificateNames.user(nameless));
        assertEquals(Role.READ, role(nameless, "read OU=Rack 1,O=Example"));
    }

    @Test
    void lineThatMakesNoSenseIsNamed() {
        expectRefusal("maybe CN=a", "'maybe' is neither read nor write");
        expectRefusal("write", "'write' does not say who; * is everyone");
        expectRefusal("write edge-1", "'edge-1' is none of *, CN=name, SAN=name, SHA256=fingerprint, and a subject such as CN=a,O=b");
        expectRefusal("write CN=", "'CN=' has nothing after the equals sign");
        expectRefusal("write XY=a", "'XY=a' is not a subject as RFC 2253 has it, such as CN=a,O=b");
        expectRefusal("write SHA256=12:34", "fingerprint '12:34' is not 64 hexadecimal digits");
    }

    private void expectRefusal(String line, String reason) {
        RoutingException refused = assertThrows(RoutingException.class, () -> role(edge, "read *", line));
        assertEquals("/etc/roles line 2: " + reason, refused.getMessage());
    }
}
