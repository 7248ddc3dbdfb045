// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.rts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.Snapshot;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answer to DUMP (`sysctl_rtable`, but of one version and on the socket itself): the state as a cut, between two frames of a reply.
///
/// ```
///   reply with MORE
///   [DESCRIBE]  SPAN  record  record ...
///   MARK
///   reply with DONE, at the snapshot's version
/// ```
///
/// When the records are taken away from a reader that is too slow, a reply with ESTALE stands in the place of what would have come, and
/// what came before it is void.
///
/// The snapshot is taken when the reader comes to it. The receiving thread fills, with the lock held; whoever closes the socket closes this
/// too and never waits: finding the lock taken, it leaves the snapshot to the thread that fills.
final class DumpFrames implements MessageSource {
    private static final Logger LOG = LoggerFactory.getLogger(DumpFrames.class);

    /// What is to be written next.
    private enum Next {
        HEAD,
        CUT,
        TAIL,
        NOTHING
    }

    private record Opened(Snapshot snapshot, CutFrames frames) {}

    private final RtsControlBlock state;
    private final RoutingDomain domain;
    private final AsyncMode mode;
    private final Echo echo;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by the lock, as the three that follow.
    private Next next = Next.HEAD;

    private @Nullable Opened opened;
    private @Nullable RoutingException failure;
    /// Of the snapshot.
    private long version;
    /// Nothing more will come.
    private volatile boolean over;

    DumpFrames(RtsControlBlock state, RoutingDomain domain, AsyncMode mode, Echo echo) {
        this.state = state;
        this.domain = domain;
        this.mode = mode;
        this.echo = echo;
    }

    /// Whether another one may begin. Any thread.
    boolean isOver() {
        return over;
    }

    /// The socket goes. Any thread.
    void close() {
        over = true;
        releaseIfOver();
    }

    private void releaseIfOver() {
        if (over && lock.tryLock()) {
            try {
                release();
            } finally {
                lock.unlock();
            }
        }
    }

    private void release() {
        next = Next.NOTHING;
        Opened held = opened;
        opened = null;
        if (held != null) {
            held.snapshot.close();
        }
    }

    @Override
    public boolean fill(ByteBuffer target) {
        ByteOrder order = target.order();
        lock.lock();
        try {
            target.order(Frame.ORDER);
            boolean fits = true;
            while (fits && !over && next != Next.NOTHING) {
                fits = put(target);
            }
            return over;
        } finally {
            target.order(order);
            lock.unlock();
            releaseIfOver();
        }
    }

    /// @return false when it does not fit
    private boolean put(ByteBuffer out) {
        return switch (next) {
            case HEAD -> putReply(out, Frame.FLAG_MORE, 0, 0, 0, Next.CUT);
            case CUT -> putCut(out);
            case TAIL -> putTail(out);
            case NOTHING -> true;
        };
    }

    private boolean putCut(ByteBuffer out) {
        try {
            Opened reading = opened;
            if (reading == null) {
                Snapshot snapshot = domain.snapshot(mode);
                version = snapshot.cut().version();
                reading = new Opened(snapshot, new CutFrames(state, snapshot.cut()));
                opened = reading;
            }
            if (!reading.frames.fill(out)) {
                return false;
            }
        } catch (RoutingException e) {
            failure = e;
        } catch (RuntimeException e) {
            LOG.error("a dump failed", e);
            failure = Replies.internal(e);
        }
        next = Next.TAIL;
        return true;
    }

    private boolean putTail(ByteBuffer out) {
        RoutingException why = failure;
        boolean put;
        if (why == null) {
            put = putReply(out, Frame.FLAG_DONE, 0, version, 0, Next.NOTHING);
        } else {
            FieldWriter text = new FieldWriter().text(Replies.text(why));
            boolean fits = out.remaining() >= Frame.lengthFor(text.length());
            if (fits) {
                text.copyTo(out, out.position() + Frame.HEADER_LENGTH);
            }
            put = fits && putReply(out, 0, why.errno().number(), 0, text.length(), Next.NOTHING);
        }
        if (put) {
            over = true;
        }
        return put;
    }

    private boolean putReply(ByteBuffer out, int flags, int errno, long atVersion, int payloadLength, Next then) {
        if (out.remaining() < Frame.lengthFor(payloadLength)) {
            return false;
        }
        int position = out.position();
        out.position(position + echo.putHeader(out, position, flags, errno, atVersion, payloadLength));
        next = then;
        return true;
    }
}
