// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// The other process: one connection that notes when it heard of each of [NumberedRoutes]. Writes the times, as nanoseconds of the host's
/// clock, into a file.
final class LatencyListener {
    private LatencyListener() {}

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

        byte[] bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(heard.length * Long.BYTES).order(ByteOrder.nativeOrder());
            bytes.asLongBuffer().put(heard);
            return bytes.array();
        }
    }

    /// Prints `ready`, and `done` when the file is there.
    static Result run(Options options) throws IOException {
        Path socket = Path.of(options.text("socket", "rtsock.sock"));
        int changes = options.number("changes", 10_000);
        Path to = Path.of(options.text("to", "heard"));
        options.done();
        Times times = new Times(new long[changes]);
        try (FrameStream stream = new FrameStream(socket)) {
            stream.subscribe();
            stream.readToMark(times);
            System.out.println("ready");
            while (!times.isWhole()) {
                stream.readToMark(times);
            }
        }
        Files.write(to, times.bytes());
        System.out.println("done");
        return new Result().with("changes", changes);
    }
}
