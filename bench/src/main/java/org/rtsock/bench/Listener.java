// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.reporter.RecordCursor;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.wire.Frame;

/// A listener in this JVM: a thread of its own and a routing socket whose protocol hands it the cuts themselves, as a listener service has
/// them. It sleeps when there is nothing to read.
final class Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long POLL_NANOS = 200_000;

    private final Tally tally;
    private final RoutingSocket socket;
    private final Thread thread;
    private final Semaphore readable = new Semaphore(0);
    /// Time at which the version was reached; written by the thread before the version.
    private long reachedAt;

    private volatile long reached;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /// Opens the socket and starts a virtual thread, as the switch does for a listener service; [#listen] is still to be called.
    Listener(Router router, String name, Tally tally) {
        this(router, name, tally, Thread.ofVirtual());
    }

    /// With a thread of another kind.
    Listener(Router router, String name, Tally tally, Thread.Builder builder) {
        this.tally = tally;
        socket = router.open(new CutProtosw(name, this::read));
        thread = builder.name("listener " + name).unstarted(this::run);
        socket.onReadable(this::ring);
        thread.start();
    }

    /// Subscribes, or changes the subscription.
    Listener listen(AsyncMode mode) {
        socket.setOption(SocketOption.ROUTE_ASYNC_MODE, mode);
        return this;
    }

    void close() {
        stopped = true;
        socket.close();
        ring();
    }

    Thread thread() {
        return thread;
    }

    /// Waits until the listener has read everything up to a version; then what its tally found may be read.
    ///
    /// @return the `System.nanoTime` at which the mark of the version was read
    long await(long version) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reached < version) {
            Throwable cause = failure;
            if (cause != null) {
                throw new AssertionError(thread.getName() + " failed", cause);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(thread.getName() + " is at version " + reached + ", not at " + version);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return reachedAt;
    }

    /// Any thread; a permit is enough, however many commits came.
    private void ring() {
        if (readable.availablePermits() == 0) {
            readable.release();
        }
    }

    private void run() {
        ByteBuffer unused = ByteBuffer.allocate(Frame.MAX_LENGTH);
        try {
            while (!stopped) {
                socket.receive(unused);
                readable.acquire();
                readable.drainPermits();
            }
        } catch (Throwable e) {
            if (!stopped) {
                failure = e;
            }
        }
    }

    /// A walk that throws ESTALE passes on: the socket knows that the cut is void, and the next one begins with resets.
    private void read(Cut cut) {
        while (cut.nextPart()) {
            long from = cut.from();
            switch (cut.part()) {
                case RESET -> tally.reset();
                case DELETES -> {
                    RecordCursor records = cut.records();
                    while (records.next()) {
                        tally.delete(records.buffer(), records.offset());
                    }
                }
                case VALUES -> {
                    RecordCursor records = cut.records();
                    while (records.next()) {
                        tally.value(records.buffer(), records.offset(), from);
                    }
                }
            }
        }
        tally.mark(cut.version());
        reachedAt = System.nanoTime();
        reached = cut.version();
    }
}
