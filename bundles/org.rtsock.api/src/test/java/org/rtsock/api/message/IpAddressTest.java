// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "0:0:1:0:0:0:0:0, 0:0:1::",
        "fe80::ff:fe00:1, fe80::ff:fe00:1",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "::ffff:0:0, ::ffff:0.0.0.0",
        "64:ff9b::c000:201, 64:ff9b::c000:201"
    })
    void textIsCanonical(String text, String canonical) {
        assertEquals(canonical, IpAddress.parse(text).toString());
        assertEquals(IpAddress.parse(text), IpAddress.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", "localhost", "fe80::1%eth0", "[::1]", "1::2::3", ":::", "12345::"})
    void whatIsNoAddressIsRefusedByItsText(String text) {
        RoutingException refusal = assertThrows(RoutingException.class, () -> IpAddress.parse(text));
        assertEquals(Errno.EINVAL, refusal.errno());
        assertTrue(refusal.getMessage().contains("'" + text + "'"), refusal::getMessage);
    }

    @Test
    void textAgreesWithTheJdkOnRandomAddresses() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = random.nextInt(3) == 0 ? (byte) random.nextInt() : 0;
            }
            IpAddress address = IpAddress.ofBytes(bytes);
            assertEquals(address, IpAddress.parse(address.toString()), () -> "seed " + seed);
            InetAddress jdk = InetAddress.getByAddress(bytes);
            if (jdk.getAddress().length == bytes.length) {
                assertEquals(jdk, InetAddress.ofLiteral(address.toString()), () -> "seed " + seed);
            }
        }
    }

    @Test
    void orderIsUnsigned() {
        assertTrue(IpAddress.parse("200.0.0.1").compareTo(IpAddress.parse("100.0.0.1")) > 0);
        assertTrue(IpAddress.parse("::1").compareTo(IpAddress.parse("255.0.0.1")) > 0);
    }
}
