// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.rtsock.client.Endpoint;
import org.rtsock.client.FrameReader;
import org.rtsock.client.RtsockConnection;
import org.rtsock.testkit.Await;

/// Connections that read all that comes, frames in place, each with a thread of its own.
final class Readers implements AutoCloseable {
    private final List<Reader> readers = new ArrayList<>();

    static Readers open(Endpoint endpoint, int count) throws IOException {
        Readers opened = new Readers();
        for (int i = 0; i < count; i++) {
            opened.readers.add(new Reader(RtsockConnection.connect(endpoint)));
        }
        return opened;
    }

    /// Waits until all have read the mark of a version.
    ///
    /// @return the records that they have read since they were opened
    long awaitAll(long version) throws Exception {
        long records = 0;
        for (Reader reader : readers) {
            Await.until("version " + version + " at a reader", () -> reader.mark(version));
            records += reader.records;
        }
        return records;
    }

    /// The fewest distinct objects that one of them has been told of and not been told that they went.
    long fewestObjects() {
        return readers.stream().mapToLong(reader -> reader.objects).min().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        for (Reader reader : readers) {
            reader.closed = true;
            reader.connection.close();
        }
    }

    private static final class Reader {
        private final RtsockConnection connection;
        // Written by the thread, the version last.
        private long records;
        private long objects;
        private volatile long version;
        private volatile boolean closed;
        private volatile Throwable failure;

        Reader(RtsockConnection connection) throws IOException {
            this.connection = connection;
            FrameReader frames = connection.subscribe(Holding.mode(null));
            Thread.ofPlatform().name("reader").start(() -> read(frames));
        }

        private void read(FrameReader frames) {
            try {
                while (true) {
                    switch (frames.next()) {
                        case RECORD -> count(frames);
                        case MARK -> version = frames.version();
                        case REPLY -> frames.checkRefusal();
                        default -> {}
                    }
                }
            } catch (IOException | RuntimeException e) {
                failure = closed ? null : e;
            }
        }

        private void count(FrameReader frames) {
            records++;
            switch (frames.operation()) {
                case ADD -> objects++;
                case DELETE -> objects--;
                default -> {}
            }
        }

        boolean mark(long wanted) {
            if (failure != null) {
                throw new AssertionError("a reader failed", failure);
            }
            return version >= wanted;
        }
    }
}
