// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.RouteRowReader;
import org.rtsock.api.wire.TypeDescriptor;

/// What the protocol keeps for one socket, from PRU_ATTACH to PRU_DETACH or PRU_ABORT.
final class RtsControlBlock {
    private final ReentrantLock lock = new ReentrantLock();
    private final FieldReader reader = new FieldReader();
    private final Replies replies = new Replies();
    /// Null before the first batch.
    private @Nullable RouteRowReader rows;
    private final BatchUnderWay batch;
    private final Map<Integer, TypeDescriptor> described = new HashMap<>();
    /// Null before the first cut. Owned by the receiving thread.
    private @Nullable CutFrames frames;
    /// What the socket listens to. Written by the thread that sets it, read by those that report events.
    private volatile AsyncMode mode = AsyncMode.OFF;

    private final ReentrantLock dumping = new ReentrantLock();
    /// The newest dump. Guarded by `dumping`, as the one that follows.
    private @Nullable DumpFrames dump;

    /// Written under `dumping`.
    private volatile boolean closed;

    RtsControlBlock(BatchUnderWay batch) {
        this.batch = batch;
    }

    /// Held while a request is carried out: requests of one socket come one after the other, whoever sends them.
    ReentrantLock lock() {
        return lock;
    }

    /// Reads payloads of requests. Owned by the holder of the lock.
    FieldReader reader() {
        return reader;
    }

    /// Owned by the holder of the lock.
    Replies replies() {
        return replies;
    }

    /// Owned by the holder of the lock.
    BatchUnderWay batch() {
        return batch;
    }

    /// Reads the routes of batches. Owned by the holder of the lock.
    RouteRowReader rows() {
        RouteRowReader used = rows;
        if (used == null) {
            used = new RouteRowReader();
            rows = used;
        }
        return used;
    }

    /// Whether the peer must be told of a type before its next records: the first time, and when it is not what it was. Receiving thread.
    boolean mustDescribe(TypeDescriptor descriptor) {
        return !descriptor.equals(described.get(descriptor.type().number()));
    }

    /// The peer has been told. Receiving thread.
    void described(TypeDescriptor descriptor) {
        described.put(descriptor.type().number(), descriptor);
    }

    /// The frames of a cut that begins. Receiving thread.
    CutFrames frames(Cut cut) {
        CutFrames used = frames;
        if (used == null) {
            used = new CutFrames(this, cut);
            frames = used;
        }
        return used.begin(cut);
    }

    AsyncMode mode() {
        return mode;
    }

    /// The switch has taken the mode.
    void listensTo(AsyncMode another) {
        mode = another;
    }

    /// A dump is about to be given to the switch.
    ///
    /// @throws RoutingException EBUSY while another one is under way; ENOTCONN when the socket is gone
    void begin(DumpFrames another) {
        dumping.lock();
        try {
            if (closed) {
                throw new RoutingException(Errno.ENOTCONN, "the socket is detached");
            }
            if (dump != null && !dump.isOver()) {
                throw new RoutingException(Errno.EBUSY, "another dump of this socket is under way");
            }
            dump = another;
        } finally {
            dumping.unlock();
        }
    }

    /// The socket is gone: whatever a batch or a dump still holds is let go.
    void close() {
        dumping.lock();
        try {
            closed = true;
            if (dump != null) {
                dump.close();
            }
        } finally {
            dumping.unlock();
        }
        clearIfClosed();
    }

    /// Lets go of the batch under way once the socket is gone. Nobody waits for the lock: its holder calls this when he has given it back.
    void clearIfClosed() {
        if (closed && lock.tryLock()) {
            try {
                batch.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
