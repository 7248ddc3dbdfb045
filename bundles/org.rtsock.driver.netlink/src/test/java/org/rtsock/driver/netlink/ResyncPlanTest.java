// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResyncPlanTest {
    private static final long MILLI = 1_000_000;

    private long now = 5_000 * MILLI;
    private final ResyncPlan plan = new ResyncPlan(() -> now, 500);

    @BeforeEach
    void firstDumpIsOver() {
        plan.stale(ResyncPlan.BOTH);
        dump(3_000);
        assertEquals(Long.MAX_VALUE, plan.nanosUntilDue());
    }

    private void pass(long millis) {
        now += millis * MILLI;
    }

    private void dump(long millis) {
        plan.begin();
        pass(millis);
        plan.end(true);
    }

    private long millisUntilDue() {
        return plan.nanosUntilDue() / MILLI;
    }

    @Test
    void nothingIsDueWhereNothingIsOwed() {
        assertEquals(Long.MAX_VALUE, plan.nanosUntilDue());
        plan.stale(ResyncPlan.INET);
        plan.begin();
        assertEquals(Long.MAX_VALUE, plan.nanosUntilDue());
    }

    @Test
    void waitsUntilTheHostIsQuiet() {
        plan.heard();
        plan.stale(ResyncPlan.INET);
        assertEquals(10, millisUntilDue());
        pass(8);
        plan.heard();
        assertEquals(10, millisUntilDue());
        pass(10);
        assertEquals(0, millisUntilDue());
    }

    @Test
    void doesNotWaitLongForABusyHost() {
        plan.stale(ResyncPlan.INET);
        for (int i = 0; i < 200; i++) {
            plan.heard();
            assertTrue(millisUntilDue() > 0);
            pass(1);
        }
        plan.heard();
        assertEquals(0, millisUntilDue());
    }

    @Test
    void dumpsOnlyWhatIsOwed() {
        plan.stale(ResyncPlan.NONE);
        assertEquals(ResyncPlan.NONE, plan.begin());
        plan.stale(ResyncPlan.INET);
        plan.doubt(ResyncPlan.INET6);
        assertEquals(ResyncPlan.BOTH, plan.begin());
    }

    @Test
    void firstDumpIsFollowedByNoPause() {
        pass(10);
        plan.stale(ResyncPlan.INET);
        assertEquals(0, millisUntilDue());
    }

    @Test
    void longDumpsAreFollowedByLongPauses() {
        plan.stale(ResyncPlan.BOTH);
        dump(100);
        plan.stale(ResyncPlan.INET);
        assertEquals(200, millisUntilDue());
    }

    @Test
    void doubtsHaveTimeAndOpenQuestionsHaveNot() {
        plan.stale(ResyncPlan.BOTH);
        dump(100);
        plan.doubt(ResyncPlan.INET6);
        assertEquals(5_000, millisUntilDue());
        plan.stale(ResyncPlan.INET);
        assertEquals(200, millisUntilDue());
    }

    @Test
    void noPauseIsEndless() {
        plan.stale(ResyncPlan.BOTH);
        dump(60_000);
        plan.doubt(ResyncPlan.BOTH);
        assertEquals(30_000, millisUntilDue());
        plan.stale(ResyncPlan.BOTH);
        assertEquals(2_000, millisUntilDue());
    }

    @Test
    void dumpsAfterOverrunsKeepTheInterval() {
        plan.overrun();
        assertTrue(plan.afterOverrun());
        dump(10);
        assertFalse(plan.afterOverrun());
        plan.overrun();
        assertEquals(490, millisUntilDue());
    }

    @Test
    void disturbedDumpsAreNotTrustedUntilTooManyWere() {
        for (int i = 0; i < 8; i++) {
            plan.begin();
            assertFalse(plan.trusts(false));
            plan.end(false);
        }
        assertTrue(plan.trusts(false));
        plan.end(false);
        assertFalse(plan.trusts(false));
        assertTrue(plan.trusts(true));
    }
}
