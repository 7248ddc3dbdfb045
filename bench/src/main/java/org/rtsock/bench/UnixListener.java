// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The other process: each line of its input names a socket. It subscribes to routes there, says `ready` when it has read what was there,
/// reads until it holds as many as it was told of, and says what it found, see [Child.Outcome#line()].
final class UnixListener {
    private final int routes;
    private final boolean client;

    private UnixListener(int routes, boolean client) {
        this.routes = routes;
        this.client = client;
    }

    static Result run(Options options) throws IOException {
        UnixListener listener =
                new UnixListener(options.number("routes", 1_000_000), options.text("reader", "frames").equals("client"));
        options.done();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int joins = 0;
        for (String socket; (socket = input.readLine()) != null; joins++) {
            System.out.println(listener.listen(Path.of(socket)).line());
        }
        return new Result().with("joins", joins);
    }

    private Child.Outcome listen(Path socket) throws IOException {
        RouteTally tally = new RouteTally(routes);
        try (RouteStream stream = client ? new ClientStream(socket) : new FrameStream(socket)) {
            long begin = System.nanoTime();
            stream.subscribe();
            long version = stream.readToMark(tally);
            System.out.println("ready");
            while (tally.living() < routes) {
                version = stream.readToMark(tally);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Child.Outcome(tally.living(), tally.deliveries(), tally.checksum(), version, seconds);
        }
    }
}
