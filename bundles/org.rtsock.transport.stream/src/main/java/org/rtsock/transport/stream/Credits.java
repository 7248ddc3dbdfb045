// SPDX-License-Identifier: Apache-2.0
package org.rtsock.transport.stream;

import java.util.concurrent.Semaphore;

/// How many requests of a peer may be carried out before their replies have been moved to the writer's buffer. Beyond that the peer's requests
/// stay unread, so that a peer that sends many before it reads loses no answers; unless it makes its receive buffer smaller, or events fill it.
final class Credits {
    /// Requests without a reply that was moved.
    static final int UNANSWERED = 32;

    private final Semaphore free = new Semaphore(UNANSWERED);

    // Of the writer. Requests whose replies have been moved; those whose replies are being moved, in parts; bytes of that so far.
    private int answered;
    private int wanted;
    private int moved;

    /// Takes one without waiting. The reader.
    boolean tryTake() {
        return free.tryAcquire();
    }

    /// Waits for one. The reader.
    void take() throws InterruptedException {
        free.acquire();
    }

    /// Bytes have been moved. Replies come first, so none is left when there was room for one more message, or when as much has been moved as a
    /// receive buffer holds. The writer.
    ///
    /// @param room       whether a message of the largest size would have fitted yet
    /// @param carriedOut requests that had been carried out before
    void moved(int bytes, boolean room, int carriedOut) {
        if (moved == 0) {
            wanted = carriedOut;
        }
        moved += bytes;
        if (room || moved >= WriteBuffers.LARGE) {
            int now = room ? carriedOut : wanted;
            free.release(now - answered);
            answered = now;
            moved = 0;
        }
    }
}
