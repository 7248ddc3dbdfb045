// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Routes are added while N other processes receive each over the unix transport.
final class UnixFanOut {
    private UnixFanOut() {}

    static Result run(Options options) throws IOException {
        int routes = options.number("routes", 1_000_000);
        int listeners = options.number("listeners", 4);
        int batch = options.number("batch", 200);
        int warmRounds = options.number("warm", 6);
        String reader = options.text("reader", "frames");
        options.done();
        // The children read snapshots of this many routes first and drop them: what they compile on the way is the same code.
        try (WorkFolder warmFolder = WorkFolder.make();
                WorkFolder folder = WorkFolder.make()) {
            for (int i = 1; i < warmRounds; i++) {
                loaded(routes, batch);
            }
            loaded(routes, batch).serve(warmFolder.socket());
            Router router = new Router();
            router.serve(folder.socket());
            List<Child> children = new ArrayList<>();
            try {
                for (int i = 0; i < listeners; i++) {
                    children.add(Child.start("listen-unix", "--socket", folder.socket(), "--warm-socket", warmFolder.socket(),
                            "--routes", routes, "--reader", reader));
                }
                for (Child child : children) {
                    child.ready();
                }
                return measure(router, new Loader(router, batch), children, routes).with("reader", reader);
            } finally {
                children.forEach(Child::close);
            }
        }
    }

    private static Router loaded(int routes, int batch) {
        Router router = new Router();
        new Loader(router, batch).load(routes);
        return router;
    }

    /// The clock ends when the last process has said that it holds all routes.
    private static Result measure(Router router, Loader loader, List<Child> children, int routes) throws IOException {
        long begin = System.nanoTime();
        long version = loader.load(routes);
        double writeSeconds = (System.nanoTime() - begin) / 1e9;
        List<Child.Outcome> outcomes = new ArrayList<>();
        for (Child child : children) {
            outcomes.add(child.outcome());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        outcomes.forEach(outcome -> outcome.expect(routes, loader.checksum(), version));
        return new Result()
                .with("routes", routes)
                .with("listeners", children.size())
                .with("seconds", seconds)
                .with("write_seconds", writeSeconds)
                .with("routes_per_second", routes / seconds)
                .with("deliveries_per_second", (double) routes * children.size() / seconds);
    }
}
