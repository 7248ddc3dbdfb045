// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.socket.RouteRequest.Level;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Frame;

/// A batch of mode 0: as many frames as it takes, one commit, one answer. That may come before the last frame is out, when it is a refusal.
final class AllOrNone implements BatchSending, PendingRequest {
    private static final int MODE = 0;
    private static final int GIVE_UP = 2;

    private final RoutingClient client;
    private final Level level;
    private final CompletableFuture<BatchAnswer> answer = new CompletableFuture<>();
    /// Why the batch has failed, as soon as that is known. Written by the thread that reads.
    private volatile @Nullable Exception failure;
    /// Of its frames, 0 before the first.
    private int seq;

    AllOrNone(RoutingClient client, Level level) {
        this.client = client;
        this.level = level;
    }

    @Override
    public ItemBuffer buffer() {
        return new ItemBuffer(MODE, level, Integer.MAX_VALUE);
    }

    @Override
    public void send(ItemBuffer items, boolean last) throws IOException {
        check();
        boolean first = seq == 0;
        if (first) {
            client.pending().openBatch();
        }
        boolean ended = true;
        try {
            seq = client.batch(items, last ? 0 : Frame.FLAG_MORE, seq, first ? this : null);
            ended = last;
        } finally {
            if (ended) {
                client.pending().closeBatch();
            }
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

    /// Also after a refusal that came early: the appliance passes over what comes of the batch until its end is there.
    @Override
    public void giveUp() throws IOException {
        answer.cancel(false);
        if (seq != 0) {
            client.pending().forget(seq);
            try {
                client.batch(new ItemBuffer(GIVE_UP, level, 0), 0, seq, new Unheard());
            } finally {
                client.pending().closeBatch();
            }
        }
    }

    @Override
    public Runnable reply(FrameReader frames) throws ProtocolException {
        if (frames.errno() != 0) {
            BatchException refusal = refusal(frames, 0);
            failure = refusal;
            return () -> answer.completeExceptionally(refusal);
        }
        BatchAnswer done = new BatchAnswer(frames.decode(FieldReader::u32), 0, frames.version());
        return () -> answer.complete(done);
    }

    @Override
    public void fail(Exception why) {
        failure = why;
        Thread.startVirtualThread(() -> answer.completeExceptionally(why));
    }

    /// The refusal that a reply to a BATCH frame is.
    ///
    /// @param first index of the frame's first item
    static BatchException refusal(FrameReader frames, long first) throws ProtocolException {
        Errno errno = Errno.of(frames.errno());
        return frames.decode(in -> {
            String text = in.remaining() == 0 ? errno.text() : in.text();
            int index = in.remaining() == 0 ? -1 : (int) in.u32();
            return new BatchException(
                    index == -1 ? BatchException.NO_ITEM : first + Integer.toUnsignedLong(index), new RoutingException(errno, text));
        });
    }

    /// An answer that changes nothing for anybody.
    private static final class Unheard implements PendingRequest {
        @Override
        public Runnable reply(FrameReader frames) {
            return () -> {};
        }

        @Override
        public void fail(Exception why) {}
    }
}
