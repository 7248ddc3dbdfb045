// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rtsock.api.wire.Frame;

/// The clock is what the test says it is.
class PatienceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long start = System.nanoTime();
    private final Patience patience = patience(Duration.ofSeconds(3), Duration.ofSeconds(4));

    private static Patience patience(Duration messageTime, Duration stalled) {
        return new Patience(new Limits(1, 1, Duration.ofSeconds(2), Frame.MAX_LENGTH, messageTime, stalled));
    }

    private long after(int seconds) {
        // A little more, for the time until the object under test was made.
        return start + seconds * SECOND + SECOND / 2;
    }

    @Test
    void introductionHasItsTime() {
        assertNull(patience.exhausted(after(1)));
        assertEquals(Refusal.INTRODUCTION, patience.exhausted(after(2)));
    }

    @Test
    void whoIsIntroducedAndIdleHasAllTheTime() {
        patience.introduced();
        assertNull(patience.exhausted(after(1_000_000)));
    }

    @Test
    void messageThatHasBegunHasItsTime() {
        patience.introduced();
        patience.partOfMessage(false);
        assertNull(patience.exhausted(after(10)));
        patience.partOfMessage(false);
        assertNull(patience.exhausted(after(12)), "more of the same message does not give it more time");
        assertEquals(Refusal.MESSAGE_TIME, patience.exhausted(after(14)));
    }

    @Test
    void eachMessageHasItsOwnTime() {
        patience.introduced();
        patience.partOfMessage(false);
        assertNull(patience.exhausted(after(10)));
        patience.partOfMessage(true);
        assertNull(patience.exhausted(after(14)));
        patience.noMessage();
        assertNull(patience.exhausted(after(99)));
        patience.partOfMessage(false);
        assertNull(patience.exhausted(after(200)));
        assertEquals(Refusal.MESSAGE_TIME, patience.exhausted(after(204)));
    }

    @Test
    void writeThatDoesNotReturnIsStalled() {
        patience.introduced();
        patience.writing(true);
        assertNull(patience.exhausted(after(10)));
        assertNull(patience.exhausted(after(13)));
        assertEquals(Refusal.STALLED, patience.exhausted(after(15)));
    }

    @Test
    void eachWriteThatReturnsShowsProgress() {
        patience.introduced();
        for (int i = 1; i <= 10; i++) {
            patience.writing(true);
            assertNull(patience.exhausted(after(3 * i)));
        }
        patience.writing(false);
        assertNull(patience.exhausted(after(99)));
    }

    @Test
    void whoSendsNoMoreHasAsMuchTimeAsForTheIntroduction() {
        patience.introduced();
        patience.ending();
        patience.writing(true);
        assertNull(patience.exhausted(after(10)));
        assertEquals(Refusal.STALLED, patience.exhausted(after(13)));
    }

    @Test
    void zeroIsForEver() {
        Patience endless = patience(Duration.ZERO, Duration.ZERO);
        endless.introduced();
        endless.partOfMessage(false);
        endless.writing(true);
        assertNull(endless.exhausted(after(1)));
        assertNull(endless.exhausted(after(1_000_000)));
    }
}
