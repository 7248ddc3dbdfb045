// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.socket.Cut;

/// What the protocol keeps for one socket, from PRU_ATTACH to PRU_DETACH or PRU_ABORT.
final class PfrouteControlBlock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Reply reply = new Reply();
    /// Set by whoever sets options, under the lock; read by the receiving thread.
    private volatile MessageFilter filter = MessageFilter.FRESH;
    /// The newest answer to a SYSCTL, which may be over; null before the first. Guarded by this object, as what follows.
    private @Nullable SysctlAnswer answer;
    private boolean closed;
    /// Null before the first cut. Owned by the receiving thread.
    private @Nullable CutMessages messages;

    /// Held while a request is carried out or an option set: those of one socket come one after the other, whoever sends them.
    ReentrantLock lock() {
        return lock;
    }

    /// Owned by the holder of the lock.
    Reply reply() {
        return reply;
    }

    MessageFilter filter() {
        return filter;
    }

    /// Takes effect with the next message. Holder of the lock.
    void filter(MessageFilter wanted) {
        filter = wanted;
    }

    /// A dump is under way. Holder of the lock. On a socket that went meanwhile it is over at once.
    synchronized void answer(SysctlAnswer newest) {
        answer = newest;
        if (closed) {
            newest.close();
        }
    }

    /// The socket hears nothing more: what a dump holds of the kernel's state is let go. Any thread; without the lock, since whoever closes
    /// sockets must not wait for a request.
    synchronized void close() {
        closed = true;
        if (answer != null) {
            answer.close();
        }
    }

    /// The messages of a cut that begins. Receiving thread.
    CutMessages messages(Cut cut) {
        CutMessages used = messages;
        if (used == null) {
            used = new CutMessages(this, cut);
            messages = used;
        }
        return used.begin(cut);
    }
}
