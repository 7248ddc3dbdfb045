// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RouteTallyTest {
    private final NumberedRoutes routes = new NumberedRoutes(1, "eth0");
    private final RouteTally tally = new RouteTally(100);

    private void value(int number, long version, long born, long from) {
        ByteBuffer buffer = RouteRecordTest.frame(routes.row(number, 0), version, born);
        tally.value(buffer, 8, from);
    }

    private void delete(int number, long version) {
        tally.delete(RouteRecordTest.frame(routes.row(number, 0), version, 1), 8);
    }

    @Test
    void anAddOfARouteThatIsThereIsRefused() {
        value(7, 2, 2, 0);
        assertThrows(AssertionError.class, () -> value(7, 3, 3, 2));
    }

    @Test
    void aChangeOfARouteThatIsNotThereIsRefused() {
        assertThrows(AssertionError.class, () -> value(7, 3, 1, 2));
    }

    @Test
    void aDeleteOfARouteThatIsNotThereIsRefused() {
        value(7, 2, 2, 0);
        delete(7, 3);
        assertThrows(AssertionError.class, () -> delete(7, 4));
    }

    @Test
    void aRouteThatNobodyWroteIsRefused() {
        assertThrows(AssertionError.class, () -> value(100, 2, 2, 0));
    }

    @Test
    void aRecordThatIsNewerThanItsMarkIsRefused() {
        value(7, 3, 3, 0);
        assertThrows(AssertionError.class, () -> tally.mark(2));
    }

    @Test
    void checksumIsThatOfTheAddsInAnyOrder() {
        value(8, 3, 3, 0);
        value(7, 2, 2, 0);
        assertEquals(
                RouteTally.term(NumberedRoutes.address(7), 2) + RouteTally.term(NumberedRoutes.address(8), 3), tally.checksum());
    }

    @Test
    void deletesAreCountedByCut() {
        value(1, 2, 2, 0);
        value(2, 2, 2, 0);
        value(3, 2, 2, 0);
        tally.mark(2);
        delete(1, 3);
        delete(2, 3);
        tally.mark(3);
        delete(3, 4);
        tally.mark(4);
        assertEquals(2, tally.mostDeletes());
        assertEquals(2, tally.cutsWithDeletes());
        assertEquals(0, tally.living());
    }
}
