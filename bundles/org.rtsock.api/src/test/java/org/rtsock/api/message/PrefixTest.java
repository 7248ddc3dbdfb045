// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

class PrefixTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/8", "192.0.2.1/32", "::/0", "2001:db8::/32", "2001:db8:0:0:8000::/65", "::1/128"})
    void textReadsBack(String text) {
        assertEquals(text, Prefix.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, has host bits set",
        "2001:db8::1/64, has host bits set",
        "10.0.0.0/33, prefix length 33",
        "::/129, prefix length 129",
        "10.0.0.0/, has no length",
        "10.0.0.0/x, has no length",
        "10.0.0.0/-1, has no length"
    })
    void badPrefixIsRefusedWithItsFault(String text, String fault) {
        RoutingException refusal = assertThrows(RoutingException.class, () -> Prefix.parse(text));
        assertEquals(Errno.EINVAL, refusal.errno());
        assertTrue(refusal.getMessage().contains(fault), refusal::getMessage);
    }

    @Test
    void holdsItsPartsAndNothingElse() {
        Prefix prefix = Prefix.parse("10.1.0.0/16");
        assertTrue(prefix.contains(IpAddress.parse("10.1.255.255")));
        assertFalse(prefix.contains(IpAddress.parse("10.2.0.0")));
        assertTrue(prefix.contains(Prefix.parse("10.1.2.0/24")));
        assertTrue(prefix.contains(prefix));
        assertFalse(prefix.contains(Prefix.parse("10.0.0.0/8")));
        assertFalse(Prefix.all(Family.INET6).contains(IpAddress.parse("10.1.0.0")));
        assertTrue(Prefix.parse("2001:db8:0:0:8000::/65").contains(IpAddress.parse("2001:db8::8000:0:0:7")));
        assertFalse(Prefix.parse("2001:db8:0:0:8000::/65").contains(IpAddress.parse("2001:db8::7000:0:0:7")));
    }

    @Test
    void hostBitsAreClearedOnRequest() {
        assertEquals(Prefix.parse("10.0.0.0/8"), Prefix.containing(IpAddress.parse("10.1.2.3"), 8));
        assertEquals(Prefix.parse("2001:db8::/127"), Prefix.containing(IpAddress.parse("2001:db8::1"), 127));
        assertEquals(Prefix.all(Family.INET6), Prefix.containing(IpAddress.parse("2001:db8::1"), 0));
    }
}
