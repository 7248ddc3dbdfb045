// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client.replica;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Random random = new Random(1);

    @Test
    void doublesUpToItsLimitAndTakesAPartOff() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
        for (int i = 0; i < 1_000; i++) {
            between(backoff.after(1, random), 50, 100);
            between(backoff.after(2, random), 100, 200);
            between(backoff.after(5, random), 800, 1_600);
            between(backoff.after(8, random), 5_000, 10_000);
            between(backoff.after(Integer.MAX_VALUE, random), 5_000, 10_000);
        }
    }

    private static void between(Duration time, long least, long most) {
        assertTrue(time.toMillis() >= least && time.toMillis() <= most, time + " is not " + least + " to " + most + " ms");
    }

    @Test
    void twoDaemonsWaitDifferently() {
        long first = Backoff.DEFAULT.after(8, random).toMillis();
        assertTrue(random.ints(20).anyMatch(_ -> Backoff.DEFAULT.after(8, random).toMillis() != first));
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
