// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.List;
import java.util.stream.IntStream;

/// Routes are added while N listeners in this JVM receive each. With no listener it is a plain load.
final class FanOut {
    private final int routes;
    private final int listeners;
    private final int batch;

    private FanOut(int routes, int listeners, int batch) {
        this.routes = routes;
        this.listeners = listeners;
        this.batch = batch;
    }

    static Result run(Options options) {
        FanOut work = new FanOut(
                options.number("routes", 1_000_000), options.number("listeners", 4), options.number("batch", 200));
        int warm = options.number("warm", 6);
        options.done();
        for (int i = 0; i < warm; i++) {
            work.once();
            System.gc();
        }
        return work.once();
    }

    private Result once() {
        Router router = new Router();
        Loader loader = new Loader(router, batch);
        List<RouteTally> tallies =
                IntStream.range(0, listeners).mapToObj(_ -> new RouteTally(routes)).toList();
        List<Listener> heard = IntStream.range(0, listeners)
                .mapToObj(i -> new Listener(router, "fanout" + i, tallies.get(i)).listen(Router.ROUTES))
                .toList();
        long present = router.kernel().version();
        heard.forEach(listener -> listener.await(present));

        long begin = System.nanoTime();
        long version = loader.load(routes);
        long written = System.nanoTime();
        long end = heard.stream().mapToLong(listener -> listener.await(version)).reduce(written, Math::max);

        tallies.forEach(tally -> verify(tally, loader));
        heard.forEach(Listener::close);
        double seconds = (end - begin) / 1e9;
        return new Result()
                .with("routes", routes)
                .with("listeners", listeners)
                .with("seconds", seconds)
                .with("write_seconds", (written - begin) / 1e9)
                .with("routes_per_second", routes / seconds)
                .with("deliveries", (long) routes * listeners)
                .with("deliveries_per_second", (double) routes * listeners / seconds);
    }

    /// Routes are distinct, so nothing may have been coalesced.
    private void verify(RouteTally tally, Loader loader) {
        if (tally.deliveries() != routes || tally.living() != routes || tally.checksum() != loader.checksum()) {
            throw new AssertionError("a listener holds " + tally.living() + " routes after " + tally.deliveries() + " of " + routes
                    + ", checksum " + tally.checksum() + " of " + loader.checksum());
        }
    }
}
