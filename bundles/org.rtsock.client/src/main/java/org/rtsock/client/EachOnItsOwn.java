// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.FieldReader;

/// A batch of mode 1: each frame is a request of its own with an answer of its own, and many are under way.
final class EachOnItsOwn implements BatchSending {
    private static final int MODE = 1;
    /// Items that an appliance takes in one frame of this mode.
    private static final int MOST_ITEMS = 512;

    private final RoutingClient client;
    private final Level level;
    private final Consumer<? super BatchRefusal> refusals;
    private final CompletableFuture<BatchAnswer> answer = new CompletableFuture<>();
    /// Items that were sent. Owned by the thread that sends.
    private long sent;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private int unanswered;
    private boolean complete;
    private long carriedOut;
    private long refused;
    private long version;

    /// Why nothing more is to be sent. Written by the thread that reads.
    private volatile @Nullable Exception failure;

    EachOnItsOwn(RoutingClient client, Level level, Consumer<? super BatchRefusal> refusals) {
        this.client = client;
        this.level = level;
        this.refusals = refusals;
    }

    @Override
    public ItemBuffer buffer() {
        return new ItemBuffer(MODE, level, MOST_ITEMS);
    }

    @Override
    public void send(ItemBuffer items, boolean last) throws IOException {
        check();
        count(1, last);
        try {
            client.batch(items, 0, 0, new Chunk(sent));
        } catch (IOException e) {
            answer.completeExceptionally(e);
            throw e;
        }
        sent += items.items();
    }

    private void count(int more, boolean last) {
        lock.lock();
        try {
            unanswered += more;
            complete |= last;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void check() throws IOException {
        BatchSending.rethrow(failure);
    }

    @Override
    public CompletableFuture<BatchAnswer> answer() {
        return answer;
    }

    /// What was sent stays.
    @Override
    public void giveUp() {
        answer.cancel(false);
    }

    /// @return what tells those who wait, when this was the last answer
    private Runnable answered(long items, int without, long commit) {
        lock.lock();
        try {
            unanswered--;
            carriedOut += items;
            refused += without;
            version = Math.max(version, commit);
            BatchAnswer whole = new BatchAnswer(carriedOut, refused, version);
            return complete && unanswered == 0 ? () -> answer.complete(whole) : () -> {};
        } finally {
            lock.unlock();
        }
    }

    private Runnable failed(Exception why) {
        failure = why;
        return () -> answer.completeExceptionally(why);
    }

    /// A frame that was sent.
    private final class Chunk implements PendingRequest {
        private final long first;

        Chunk(long first) {
            this.first = first;
        }

        @Override
        public Runnable reply(FrameReader frames) throws ProtocolException {
            if (frames.errno() != 0) {
                return failed(AllOrNone.refusal(frames, first));
            }
            List<BatchRefusal> without = new ArrayList<>();
            long items = frames.decode(in -> {
                long count = in.u32();
                while (in.remaining() > 0) {
                    without.add(refusal(in));
                }
                return count;
            });
            try {
                without.forEach(refusals);
            } catch (RuntimeException e) {
                // Whoever is told has no use for more; other requests of the client have.
                return failed(e);
            }
            return answered(items, without.size(), frames.version());
        }

        private BatchRefusal refusal(FieldReader in) {
            int index = in.u16();
            Errno errno = Errno.of(in.u16());
            String text = in.text();
            return new BatchRefusal(first + index, new RoutingException(errno, text.isEmpty() ? errno.text() : text));
        }

        @Override
        public void fail(Exception why) {
            failed(why);
            Thread.startVirtualThread(() -> answer.completeExceptionally(why));
        }
    }
}
