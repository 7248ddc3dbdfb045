// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;

/// The longest time between two cuts.
final class PauseTally implements Tally {
    /// Guarded by this.
    private long last = System.nanoTime();
    /// Guarded by this.
    private long longest;

    /// Forgets what was.
    synchronized void begin() {
        last = System.nanoTime();
        longest = 0;
    }

    /// Nanoseconds, since [#begin].
    synchronized long longest() {
        return longest;
    }

    @Override
    public synchronized void mark(long version) {
        long now = System.nanoTime();
        longest = Math.max(longest, now - last);
        last = now;
    }

    @Override
    public void reset() {
        // Only the time counts.
    }

    @Override
    public void value(ByteBuffer buffer, int offset, long from) {
        // Only the time counts.
    }

    @Override
    public void delete(ByteBuffer buffer, int offset) {
        // Only the time counts.
    }
}
