// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ChangeTallyTest {
    private static final int ROUTES = 8;
    private static final int BATCH = 4;
    private static final int CHANGES = 24;
    private static final long BASE = 10;

    private final NumberedRoutes routes = new NumberedRoutes(1, "eth0");
    private final ChangeTally tally = new ChangeTally(ROUTES, BATCH, CHANGES);

    ChangeTallyTest() {
        tally.begin(BASE);
    }

    private void hear(int number, int choice) {
        long version = BASE + 1 + number / BATCH;
        tally.value(RouteRecordTest.frame(routes.row(number % ROUTES, choice), version, 1), 8, version - 1);
    }

    private void hear(int number) {
        hear(number, ChangeTally.choice(number, ROUTES));
    }

    @Test
    void onlyTheLastRoundMustHaveCome() {
        for (int number = CHANGES - ROUTES; number < CHANGES; number++) {
            assertThrows(AssertionError.class, () -> tally.verify(CHANGES));
            hear(number);
        }
        assertDoesNotThrow(() -> tally.verify(CHANGES));
        assertEquals(ROUTES, tally.deliveries());
    }

    @Test
    void aChangeThatComesTwiceIsRefused() {
        hear(9);
        assertThrows(AssertionError.class, () -> hear(9));
    }

    @Test
    void aValueOfAnotherRoundIsRefused() {
        assertThrows(AssertionError.class, () -> hear(9, ChangeTally.choice(9, ROUTES) - 1));
    }

    @Test
    void whatCameBeforeIsNotCounted() {
        tally.value(RouteRecordTest.frame(routes.row(0, 0), BASE, 1), 8, 0);
        assertEquals(0, tally.deliveries());
    }
}
