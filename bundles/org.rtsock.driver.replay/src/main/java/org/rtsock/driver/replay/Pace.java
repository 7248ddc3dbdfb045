// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The clock of a recording. Belongs to the driver's thread, but for [#stop].
final class Pace {
    private final double speed;
    private final CountDownLatch stop = new CountDownLatch(1);
    private long start;

    /// @param speed 1 as recorded, 2 twice as fast; 0 as fast as it goes
    Pace(double speed) {
        this.speed = speed;
    }

    /// The recording begins now.
    void start() {
        start = System.nanoTime();
    }

    /// Waits until a moment of the recording has come.
    ///
    /// @param micros since its start
    /// @return how late it is, milliseconds
    long await(long micros) throws StoppedException {
        long wait = speed == 0 ? 0 : start + (long) (micros * 1000 / speed) - System.nanoTime();
        try {
            if (stop.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
                throw new StoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, -wait));
    }

    /// @throws StoppedException after [#stop]
    void check() throws StoppedException {
        if (stop.getCount() == 0) {
            throw new StoppedException();
        }
    }

    /// Ends every wait, now and later. Any thread.
    void stop() {
        stop.countDown();
    }
}
