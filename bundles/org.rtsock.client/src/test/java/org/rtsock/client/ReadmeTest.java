// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.Route;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.RouteCodec;

class ReadmeTest {
    private static final RouteCodec ROUTES = new RouteCodec();

    @TempDir
    Path folder;

    /// The lines between two others, without their common indentation.
    private static List<String> between(Path file, String first, String last) throws IOException {
        return Files.readAllLines(file).stream()
                .dropWhile(line -> !line.strip().equals(first))
                .skip(1)
                .takeWhile(line -> !line.strip().equals(last))
                .toList();
    }

    @Test
    void readmeQuotesTheExample() throws IOException {
        List<String> code = between(
                Path.of("src/test/java/org/rtsock/client/Example.java"), "// README begin", "// README end");
        String expected = String.join("\n", code).stripIndent();
        assertEquals(expected, String.join("\n", between(Path.of("README.md"), "```java", "```")));
        assertTrue(Files.readAllLines(Path.of("README.md")).size() <= 80);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void exampleRuns() throws Exception {
        BlockingQueue<Route> added = new LinkedBlockingQueue<>();
        AtomicLong items = new AtomicLong();
        Path socket = folder.resolve("s");
        try (var appliance = ScriptedAppliance.start(socket, (request, peer) -> {
            switch (request.operation()) {
                case LISTEN -> {
                    peer.describe(ROUTES.descriptor());
                    peer.mark(1, 1, true);
                    Route route = take(added);
                    peer.span(MessageType.ROUTE, ScriptedAppliance.VALUES, 1, 1, 2);
                    peer.record(ROUTES, route, 2, 2, new Cause.Request("unix", 1, 1));
                    peer.mark(1, 2, false);
                }
                case ADD -> {
                    var in = request.fields();
                    in.u8();
                    Route route = ROUTES.decode(in);
                    peer.done(request, 2, fields -> ROUTES.encode(route, fields));
                    added.add(route);
                }
                default -> {
                    items.addAndGet(request.payload().limit());
                    if ((request.flags() & Frame.FLAG_MORE) == 0) {
                        peer.done(request, 3, fields -> fields.u32(1));
                    }
                }
            }
        })) {
            Example.run(Endpoint.unix(socket));
            assertTrue(items.get() > 30_000_000, items + " bytes of batches");
            assertEquals(
                    2,
                    appliance.requests().stream()
                            .filter(request -> request.operation() == Operation.BATCH)
                            .map(ScriptedAppliance.Request::seq)
                            .distinct()
                            .count());
        }
    }

    private static Route take(BlockingQueue<Route> routes) {
        try {
            return routes.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
