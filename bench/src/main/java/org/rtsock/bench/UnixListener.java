// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// The other process: subscribes to routes at a socket and reads until it holds as many as it was told of, once or several times.
final class UnixListener {
    private static final int WARM_JOINS = 3;

    private final int routes;
    private final boolean client;

    private UnixListener(int routes, boolean client) {
        this.routes = routes;
        this.client = client;
    }

    /// Prints `ready` and [Child.Outcome#line()] by itself, since its parent waits for them.
    static Result run(Options options) throws IOException {
        UnixListener listener =
                new UnixListener(options.number("routes", 1_000_000), options.text("reader", "frames").equals("client"));
        Path socket = Path.of(options.text("socket", "rtsock.sock"));
        String warm = options.text("warm-socket", "");
        int joins = options.number("joins", 1);
        options.done();
        for (int join = 0; join < WARM_JOINS && !warm.isEmpty(); join++) {
            listener.listen(Path.of(warm), false);
        }
        Child.Outcome[] outcomes = new Child.Outcome[joins];
        for (int join = 0; join < joins; join++) {
            outcomes[join] = listener.listen(socket, join == 0);
        }
        double median = Arrays.stream(outcomes).mapToDouble(Child.Outcome::seconds).sorted().toArray()[joins / 2];
        Child.Outcome last = outcomes[joins - 1];
        System.out.println(
                new Child.Outcome(last.living(), last.deliveries(), last.checksum(), last.version(), median).line());
        return new Result().with("joins", joins);
    }

    /// Subscribes and reads until all routes are there and the mark behind them.
    private Child.Outcome listen(Path socket, boolean announce) throws IOException {
        RouteTally tally = new RouteTally(routes);
        try (RouteStream stream = client ? new ClientStream(socket) : new FrameStream(socket)) {
            long begin = System.nanoTime();
            stream.subscribe();
            long version = stream.readToMark(tally);
            if (announce) {
                System.out.println("ready");
            }
            while (tally.living() < routes) {
                version = stream.readToMark(tally);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Child.Outcome(tally.living(), tally.deliveries(), tally.checksum(), version, seconds);
        }
    }
}
