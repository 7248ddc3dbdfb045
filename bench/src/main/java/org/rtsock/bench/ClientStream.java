// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Prefix;
import org.rtsock.client.EventStream;
import org.rtsock.client.FieldValues;
import org.rtsock.client.RtsockConnection;
import org.rtsock.client.StreamMessage;

/// With the client library: each record becomes an object, decoded by the description that the appliance sent.
final class ClientStream implements RouteStream {
    private final RtsockConnection connection;
    private @Nullable EventStream events;

    ClientStream(Path socket) throws IOException {
        connection = RtsockConnection.connect(socket);
    }

    @Override
    public void subscribe() throws IOException {
        events = connection.listen(Router.ROUTES);
    }

    @Override
    public long readToMark(RouteTally tally) throws IOException {
        EventStream subscribed = Objects.requireNonNull(events, "subscribe first");
        while (true) {
            switch (subscribed.next()) {
                case StreamMessage.Event event when event.operation() == Operation.DELETE ->
                    tally.delete(address(event.object()), event.version());
                case StreamMessage.Event event ->
                    tally.value(address(event.object()), event.version(), event.operation() == Operation.ADD);
                case StreamMessage.Reset _ -> tally.reset();
                case StreamMessage.Notice _, StreamMessage.Desync _ -> {}
                case StreamMessage.Mark mark -> {
                    tally.mark(mark.version());
                    return mark.version();
                }
            }
        }
    }

    private static int address(FieldValues route) {
        if (!(route.get("prefix") instanceof Prefix prefix)) {
            throw new AssertionError("a route without a prefix came");
        }
        return (int) (prefix.address().high() >>> 32);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
