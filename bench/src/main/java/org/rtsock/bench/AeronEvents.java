// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/// The peer of [Events]: one Aeron IPC publication, N subscriptions with a thread each, messages of 96 bytes offered one by one. Every
/// subscriber checks that the numbers in the messages follow one another, so none is lost and none comes twice.
final class AeronEvents {
    private static final int STREAM = 1001;
    private static final int LENGTH = 96;
    private static final int FRAGMENTS = 256;
    private static final int TERM = 64 << 20;

    private final int listeners;
    private final int messages;
    private final UnsafeBuffer message = new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, BitUtil.CACHE_LINE_LENGTH));
    private final IdleStrategy whenFull = new YieldingIdleStrategy();

    private AeronEvents(int listeners, int messages) {
        this.listeners = listeners;
        this.messages = messages;
    }

    static Result run(Options options) throws InterruptedException {
        AeronEvents events = new AeronEvents(options.number("listeners", 4), options.number("changes", 3_000_000));
        options.done();
        MediaDriver.Context context = new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy())
                .ipcTermBufferLength(TERM)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true);
        try (MediaDriver driver = MediaDriver.launchEmbedded(context);
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()))) {
            return events.measure(aeron);
        }
    }

    private Result measure(Aeron aeron) throws InterruptedException {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < listeners; i++) {
            readers.add(new Reader(aeron.addSubscription(CommonContext.IPC_CHANNEL, STREAM)));
        }
        try (ExclusivePublication publication = aeron.addExclusivePublication(CommonContext.IPC_CHANNEL, STREAM)) {
            for (Reader reader : readers) {
                reader.awaitImage();
            }
            // As many again before those that count, for the compiler.
            publish(publication, 0, messages);
            for (Reader reader : readers) {
                reader.await(messages);
            }
            long begin = System.nanoTime();
            publish(publication, messages, 2 * messages);
            long end = begin;
            for (Reader reader : readers) {
                end = Math.max(end, reader.await(2 * messages));
            }
            double seconds = (end - begin) / 1e9;
            return new Result()
                    .with("listeners", listeners)
                    .with("seconds", seconds)
                    .with("events_per_second", messages / seconds)
                    .with("deliveries_per_second", (double) messages * listeners / seconds);
        }
    }

    private void publish(ExclusivePublication publication, int first, int end) {
        for (int number = first; number < end; number++) {
            message.putLong(0, number);
            message.putLong(LENGTH - Long.BYTES, ~number);
            while (publication.offer(message, 0, LENGTH) < 0) {
                whenFull.idle();
            }
            whenFull.reset();
        }
    }

    /// One subscriber and its thread.
    private static final class Reader {
        private final Subscription subscription;
        private final Thread thread;
        /// Time at which the number was reached; written by the thread before the number.
        private long reachedAt;

        private volatile long next;

        Reader(Subscription subscription) {
            this.subscription = subscription;
            thread = Thread.ofPlatform().daemon().start(this::run);
        }

        private void run() {
            long[] expected = {0};
            FragmentHandler handler = (buffer, offset, length, _) -> {
                long number = buffer.getLong(offset);
                if (length != LENGTH || number != expected[0] || buffer.getLong(offset + LENGTH - Long.BYTES) != ~number) {
                    throw new AssertionError("message " + number + " of " + length + " bytes came in place of " + expected[0]);
                }
                expected[0]++;
            };
            IdleStrategy whenEmpty = new YieldingIdleStrategy();
            try (subscription) {
                while (true) {
                    int count = subscription.poll(handler, FRAGMENTS);
                    if (count > 0) {
                        reachedAt = System.nanoTime();
                        next = expected[0];
                    }
                    whenEmpty.idle(count);
                }
            }
        }

        void awaitImage() throws InterruptedException {
            while (!subscription.isConnected()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }

        long await(long number) throws InterruptedException {
            while (next < number) {
                if (!thread.isAlive()) {
                    throw new AssertionError("a subscriber failed; its reason stands on standard error");
                }
                TimeUnit.MICROSECONDS.sleep(200);
            }
            return reachedAt;
        }
    }
}
