// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PairedLossTest {
    private final PairedLoss loss = new PairedLoss();

    @Test
    void aPairLosesWhatIsLessWith() {
        assertEquals(10, loss.add(200, 180), 1e-9);
        assertEquals(-50, loss.add(200, 300), 1e-9);
    }

    @Test
    void bySumsTheTimesOfAllRunsAreCompared() {
        loss.add(1, 0.5);
        loss.add(0.25, 0.25);
        assertEquals(100 * (1 - 5.0 / 6), loss.bySums(), 1e-9);
        assertEquals(2.0 / 5, loss.without(), 1e-9);
        assertEquals(2.0 / 6, loss.with(), 1e-9);
    }

    @Test
    void aMachineThatSlowsDownIsNoLoss() {
        loss.add(300, 300);
        loss.add(100, 100);
        assertEquals(0, loss.bySums(), 1e-9);
        assertEquals(0, loss.standardError(), 1e-9);
    }

    @Test
    void medianAndBoundsAreOfThePairs() {
        loss.add(100, 98);
        loss.add(100, 20);
        loss.add(100, 101);
        loss.add(100, 96);
        assertEquals(3, loss.median(), 1e-9);
        assertEquals(-1, loss.least(), 1e-9);
        assertEquals(80, loss.most(), 1e-9);
    }

    @Test
    void theErrorIsOfTheMean() {
        loss.add(100, 99);
        loss.add(100, 97);
        loss.add(100, 95);
        assertEquals(2 / Math.sqrt(3), loss.standardError(), 1e-9);
    }
}
