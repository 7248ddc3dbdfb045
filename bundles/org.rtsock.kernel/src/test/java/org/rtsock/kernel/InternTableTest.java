// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

final class InternTableTest {
    private final InternTable<String> table = new InternTable<>("words", 20);
    private final List<String> freed = new ArrayList<>();

    private void sweep() {
        table.sweep(number -> freed.add(table.at(number)));
    }

    @Test
    void valueLastsAsLongAsItIsUsed() {
        int number = table.intern("a");
        assertEquals(number, table.intern(new String("a")), "equal, not only the same");
        table.use(number);
        table.use(number);
        table.drop(number);
        sweep();
        assertEquals("a", table.get(number));
        table.drop(number);
        assertEquals("a", table.get(number), "until the sweep, because it may be used again");
        table.use(number);
        sweep();
        assertEquals(List.of(), freed);
        table.drop(number);
        sweep();
        assertNull(table.get(number));
        assertEquals(List.of("a"), freed);
        assertEquals(0, table.find("a"));
        assertEquals(0, table.size());
    }

    @Test
    void valueThatWasNeverUsedGoesWithTheSweep() {
        table.intern("a");
        sweep();
        assertEquals(0, table.size());
    }

    @Test
    void fullTableRefusesAndFreedNumbersServeAgain() {
        for (int i = 0; i < 20; i++) {
            table.use(table.intern("w" + i));
        }
        RoutingException refusal = assertThrows(RoutingException.class, () -> table.intern("more"));
        assertEquals("ENOBUFS: more is one more than the 20 words that can be held", refusal.toString());
        int number = table.find("w7");
        table.drop(number);
        sweep();
        assertEquals(number, table.intern("more"));
        assertEquals(20, table.size());
    }

    @Test
    void originsOfRoutesHaveABound() {
        Owners owners = new Owners();
        for (int i = 1; i <= RouteRows.MAX_OWNER; i++) {
            assertEquals(i, owners.of(new Cause.Request("t" + i, 1, 1)));
        }
        assertEquals(7, owners.of(new Cause.Request("t7", 2, 2)));
        RoutingException refusal = assertThrows(RoutingException.class, () -> owners.of(new Cause.Driver("t7")));
        assertEquals(Errno.ENOBUFS, refusal.errno());
        assertEquals("driver t7 is one more than the 255 origins of routes that can be held", refusal.getMessage());
    }
}
