// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The other process: so many connections, each with a thread that notes when it heard of each of [NumberedRoutes]. Writes the times, as
/// nanoseconds of the host's clock, listener by listener, into a file.
final class LatencyListener {
    private LatencyListener() {}

    /// The times of one listener.
    private record Times(long[] heard) implements Tally {
        @Override
        public void reset() {}

        @Override
        public void value(ByteBuffer buffer, int offset, long from) {
            heard[NumberedRoutes.number(RouteRecord.address(buffer, offset))] = System.nanoTime();
        }

        @Override
        public void delete(ByteBuffer buffer, int offset) {
            throw new AssertionError("nothing was deleted");
        }

        @Override
        public void mark(long version) {}

        boolean isWhole() {
            return heard[heard.length - 1] != 0;
        }
    }

    /// Prints `ready`, and `done` when the file is there.
    static Result run(Options options) throws IOException, InterruptedException {
        Path socket = Path.of(options.text("socket", "rtsock.sock"));
        int listeners = options.number("listeners", 1);
        int changes = options.number("changes", 10_000);
        Path to = Path.of(options.text("to", "heard"));
        options.done();
        List<Times> times = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < listeners; i++) {
            FrameStream stream = new FrameStream(socket);
            Times its = new Times(new long[changes]);
            stream.subscribe();
            stream.readToMark(its);
            times.add(its);
            threads.add(Thread.ofPlatform().start(() -> listen(stream, its)));
        }
        System.out.println("ready");
        for (Thread thread : threads) {
            thread.join();
        }
        ByteBuffer bytes = ByteBuffer.allocate(listeners * changes * Long.BYTES).order(ByteOrder.nativeOrder());
        times.forEach(its -> {
            for (long time : its.heard()) {
                bytes.putLong(time);
            }
        });
        Files.write(to, bytes.array());
        System.out.println("done");
        return new Result().with("listeners", listeners);
    }

    private static void listen(FrameStream stream, Times times) {
        try (stream) {
            while (!times.isWhole()) {
                stream.readToMark(times);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
