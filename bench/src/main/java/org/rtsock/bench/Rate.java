// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

/// Times a loop that is run again and again: for as long as a slot of time to warm up, then for another that counts.
final class Rate {
    private final long slotNanos;
    private final long warmUntil;
    private long begin;
    private long end;
    private long operations;
    private long outcome = -1;

    Rate(long slotNanos) {
        this.slotNanos = slotNanos;
        warmUntil = System.nanoTime() + slotNanos;
    }

    boolean goesOn() {
        return begin == 0 || end - begin < slotNanos;
    }

    /// Call after each pass.
    ///
    /// @param result of the pass, which must be the same each time; it also keeps the compiler from leaving the work out
    void count(long done, long result) {
        if (outcome >= 0 && outcome != result) {
            throw new AssertionError("a pass found " + result + ", the one before " + outcome);
        }
        outcome = result;
        end = System.nanoTime();
        if (begin != 0) {
            operations += done;
        } else if (end >= warmUntil) {
            begin = end;
        }
    }

    double perSecond() {
        return operations / ((end - begin) / 1e9);
    }
}
