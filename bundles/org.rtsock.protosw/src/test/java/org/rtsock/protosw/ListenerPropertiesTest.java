// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rtsock.protosw.RouteDomainTest.refused;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Errno;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.wire.Filter;

class ListenerPropertiesTest {
    private static AsyncMode mode(Map<String, Object> properties) {
        return new ListenerProperties(properties).mode();
    }

    private static String fault(Map<String, Object> properties) {
        return String.valueOf(refused(Errno.EINVAL, () -> mode(properties)).getMessage());
    }

    @Test
    void everyPropertyCounts() {
        AsyncMode mode = mode(Map.of(
                "rtsock.flags", 3,
                "rtsock.types", new String[] {"route", "vlan"},
                "rtsock.table", 254,
                "rtsock.family", "inet6",
                "rtsock.prefix", "2001:db8::/32",
                "rtsock.protocols", new String[] {"static", "186", "188"},
                "rtsock.priority", 4294967294L));
        Filter filter = new Filter(254, Family.INET6, Prefix.parse("2001:db8::/32"), Set.of(4, 186, 188), -2);
        assertEquals(new AsyncMode(3, Set.of("route", "vlan"), filter, null), mode);
    }

    @Test
    void typesMayBeOneWordOrACollection() {
        assertEquals(Set.of("ifd"), mode(Map.of("rtsock.types", "ifd")).words());
        assertEquals(Set.of("ifd", "ifl"), mode(Map.of("rtsock.types", List.of("ifd", "ifl"))).words());
    }

    @Test
    void whatDoesNotFitIsNamedWithItsValue() {
        assertEquals("rtsock.flags 'many' is not an Integer", fault(Map.of("rtsock.flags", "many")));
        assertEquals("rtsock.types 'IFD' is not the word of a type, such as ifd", fault(Map.of("rtsock.types", "IFD")));
        assertEquals("rtsock.types '7' is not text", fault(Map.of("rtsock.types", 7)));
        assertEquals("rtsock.table '0' is not 1 to 4294967295", fault(Map.of("rtsock.flags", 1, "rtsock.table", 0)));
        assertEquals(
                "rtsock.family 'ipx' is neither inet nor inet6", fault(Map.of("rtsock.flags", 1, "rtsock.family", "ipx")));
        assertEquals(
                "rtsock.prefix '10.0.0.1/8' is no prefix: prefix 10.0.0.1/8 has host bits set beyond its length",
                fault(Map.of("rtsock.flags", 1, "rtsock.prefix", "10.0.0.1/8")));
    }

    @Test
    void protocolsHaveWordsAndNumbers() {
        assertEquals(Set.of(186), mode(Map.of("rtsock.flags", 1, "rtsock.protocols", "bgp")).filter().protocols());
        assertEquals(Set.of(0, 255), mode(Map.of("rtsock.flags", 1, "rtsock.protocols", List.of("255", "unspec"))).filter().protocols());
        for (Object wrong : List.of("egp", "256", "-1", "")) {
            assertEquals(
                    "rtsock.protocols '" + wrong + "' is neither the word of a protocol, such as static, nor 0 to 255",
                    fault(Map.of("rtsock.flags", 1, "rtsock.protocols", wrong)));
        }
        assertEquals("rtsock.protocols '4' is not text", fault(Map.of("rtsock.flags", 1, "rtsock.protocols", 4)));
    }

    @Test
    void textOfAConfigurationFileIsUnderstood() {
        AsyncMode mode = mode(Map.of(
                "rtsock.flags", "3",
                "rtsock.types", " neighbor , route",
                "rtsock.table", "4294967295",
                "rtsock.protocols", "static,186",
                "rtsock.priority", "4294967295"));
        assertEquals(new AsyncMode(3, Set.of("neighbor", "route"), new Filter(-1, null, null, Set.of(4, 186), -1), null), mode);
        assertEquals("rtsock.table '4294967296' is not an Integer", fault(Map.of("rtsock.flags", 1, "rtsock.table", "4294967296")));
        assertEquals(
                "rtsock.priority '4294967296' is not 0 to 4294967295",
                fault(Map.of("rtsock.flags", 1, "rtsock.priority", "4294967296")));
        assertEquals("rtsock.types '' is not the word of a type, such as ifd", fault(Map.of("rtsock.types", "ifd,,route")));
    }

    @Test
    void priorityIsUnsigned() {
        assertEquals(0, mode(Map.of("rtsock.flags", 1, "rtsock.priority", 0L)).filter().priority());
        assertEquals(Filter.ANY_PRIORITY, mode(Map.of("rtsock.flags", 1)).filter().priority());
        assertEquals("rtsock.priority '-1' is not 0 to 4294967295", fault(Map.of("rtsock.flags", 1, "rtsock.priority", -1L)));
        assertEquals(
                "rtsock.priority '4294967296' is not 0 to 4294967295",
                fault(Map.of("rtsock.flags", 1, "rtsock.priority", 1L << 32)));
        assertEquals("rtsock.priority 'high' is not a Long", fault(Map.of("rtsock.flags", 1, "rtsock.priority", "high")));
    }

    @Test
    void listenerOfNothingIsAMistake() {
        assertEquals("neither rtsock.flags nor rtsock.types names a type", fault(Map.of()));
    }
}
