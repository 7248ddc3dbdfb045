// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CreditsTest {
    private static final int PART = WriteBuffers.LARGE / 4;

    private final Credits credits = new Credits();

    private int taken() {
        int count = 0;
        while (credits.tryTake()) {
            count++;
        }
        return count;
    }

    @Test
    void soManyMayBeCarriedOutAtFirst() {
        assertEquals(Credits.UNANSWERED, taken());
    }

    @Test
    void roomTellsThatAllRepliesAreOut() {
        taken();
        credits.moved(100, true, 20);
        assertEquals(20, taken());
        credits.moved(0, true, 52);
        assertEquals(32, taken(), "those without a reply too");
    }

    @Test
    void fullBufferTellsNothingUntilAReceiveBufferHasBeenMoved() {
        taken();
        credits.moved(PART, false, 32);
        credits.moved(PART, false, 32);
        credits.moved(PART, false, 32);
        assertEquals(0, taken());
        credits.moved(PART, false, 32);
        assertEquals(32, taken());
    }

    @Test
    void whatIsCarriedOutMeanwhileWaitsForTheNextRound() {
        taken();
        credits.moved(PART, false, 20);
        credits.moved(3 * PART, false, 32);
        assertEquals(20, taken(), "the replies of the others may have come behind");
        credits.moved(10, true, 32);
        assertEquals(12, taken());
    }
}
