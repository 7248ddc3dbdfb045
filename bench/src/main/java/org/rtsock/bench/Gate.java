// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/// A tally whose listener stalls at one moment until it is let go: a daemon that hangs.
final class Gate implements Tally {
    /// Where it hangs.
    enum Place {
        /// After so many records of a cut, holding them.
        MID_CUT,
        /// When a cut has been read.
        BETWEEN_CUTS
    }

    private final Tally inner;
    private final Place place;
    /// Records to pass before it hangs. Owned by the listener's thread.
    private int countdown;

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /// @param countdown values, or marks, until it hangs
    Gate(Tally inner, Place place, int countdown) {
        this.inner = inner;
        this.place = place;
        this.countdown = countdown;
    }

    /// Waits until the listener hangs.
    void awaitStall() throws InterruptedException {
        hanging.await();
    }

    void letGo() {
        open.countDown();
    }

    private void pass(Place here) {
        if (here == place && --countdown == 0) {
            hanging.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError("a stalled listener was interrupted", e);
            }
        }
    }

    @Override
    public void reset() {
        inner.reset();
    }

    @Override
    public void value(ByteBuffer buffer, int offset, long from) {
        inner.value(buffer, offset, from);
        pass(Place.MID_CUT);
    }

    @Override
    public void delete(ByteBuffer buffer, int offset) {
        inner.delete(buffer, offset);
    }

    @Override
    public void mark(long version) {
        inner.mark(version);
        pass(Place.BETWEEN_CUTS);
    }
}
