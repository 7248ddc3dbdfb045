// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Operation;
import org.rtsock.client.Endpoint;
import org.rtsock.client.FrameReader;
import org.rtsock.client.RtsockConnection;

/// With the client library's reader: frames in place, without an object for any.
final class FrameStream implements RouteStream {
    private final RtsockConnection connection;
    private @Nullable FrameReader subscribed;

    FrameStream(Path socket) throws IOException {
        this(Endpoint.unix(socket));
    }

    FrameStream(Endpoint endpoint) throws IOException {
        connection = RtsockConnection.connect(endpoint);
    }

    @Override
    public void subscribe() throws IOException {
        subscribed = connection.subscribe(Router.ROUTES);
    }

    @Override
    public long readToMark(RouteTally tally) throws IOException {
        return readToMark((Tally) tally);
    }

    long readToMark(Tally tally) throws IOException {
        FrameReader frames = Objects.requireNonNull(subscribed, "subscribe first");
        while (true) {
            switch (frames.next()) {
                case RECORD -> record(frames, tally);
                case RESET -> tally.reset();
                case REPLY -> frames.checkRefusal();
                case MARK -> {
                    tally.mark(frames.version());
                    return frames.version();
                }
                case SPAN, DESCRIBE, NOTICE, DESYNC -> {}
            }
        }
    }

    private static void record(FrameReader frames, Tally tally) {
        if (frames.operation() == Operation.DELETE) {
            tally.delete(frames.buffer(), frames.offset());
        } else {
            // What is new to this listener was born after where it comes from; a tally asks no more.
            tally.value(frames.buffer(), frames.offset(), frames.operation() == Operation.ADD ? 0 : frames.born());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
