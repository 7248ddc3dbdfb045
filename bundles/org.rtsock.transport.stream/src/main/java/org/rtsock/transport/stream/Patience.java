// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import org.jspecify.annotations.Nullable;

/// What one peer keeps waiting, and since when. The threads of the connection say what they wait for, which costs them a write to a field; the
/// thread that watches looks at the clock.
final class Patience {
    private static final int NOT_WAITING = 0;

    private final Limits limits;
    private final long begun = System.nanoTime();
    private volatile boolean introduced;
    private volatile boolean ending;
    /// Odd while a message is not whole. Written by the reader.
    private volatile int message;
    /// Odd while the writer has something that the peer has not taken; every other number is another write. Written by the writer.
    private volatile int writing;

    // Of the thread that watches: what it saw, and when for the first time.
    private int messageSeen;
    private long messageSince;
    private int writingSeen;
    private long writingSince;

    Patience(Limits limits) {
        this.limits = limits;
    }

    void introduced() {
        introduced = true;
    }

    /// The peer sends no more: it has as much time for what is left as for its introduction.
    void ending() {
        ending = true;
    }

    /// Nothing of a message has come. The reader.
    void noMessage() {
        int present = message;
        if ((present & 1) != NOT_WAITING) {
            message = present & ~1;
        }
    }

    /// A part of a message has come. The reader.
    ///
    /// @param another whether it is not the one of before
    void partOfMessage(boolean another) {
        int present = message;
        if (another || (present & 1) == NOT_WAITING) {
            message = present + 2 | 1;
        }
    }

    /// A write begins, or there is nothing to write. The writer.
    void writing(boolean some) {
        int present = writing;
        writing = some ? present + 2 | 1 : present & ~1;
    }

    /// @return for what it has taken the peer too long, null while it has not. The thread that watches
    @Nullable Refusal exhausted(long now) {
        if (!introduced) {
            return now - begun > limits.introduction().toNanos() ? Refusal.INTRODUCTION : null;
        }
        int part = message;
        if (part != messageSeen) {
            messageSeen = part;
            messageSince = now;
        }
        int write = writing;
        if (write != writingSeen) {
            writingSeen = write;
            writingSince = now;
        }
        if ((part & 1) != NOT_WAITING && !limits.messageTime().isZero() && now - messageSince > limits.messageTime().toNanos()) {
            return Refusal.MESSAGE_TIME;
        }
        long limit = ending ? limits.introduction().toNanos() : limits.stalled().toNanos();
        return (write & 1) != NOT_WAITING && limit > 0 && now - writingSince > limit ? Refusal.STALLED : null;
    }
}
