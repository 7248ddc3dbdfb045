// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Routes are added while N other processes receive each over the unix transport.
final class UnixFanOut {
    private final int routes;
    private final int batch;
    private final List<Child> children = new ArrayList<>();

    private UnixFanOut(int routes, int batch) {
        this.routes = routes;
        this.batch = batch;
    }

    static Result run(Options options) throws IOException {
        UnixFanOut work = new UnixFanOut(options.number("routes", 1_000_000), options.number("batch", 200));
        int listeners = options.number("listeners", 4);
        int warm = options.number("warm", 6);
        String reader = options.text("reader", "frames");
        options.done();
        try {
            for (int i = 0; i < listeners; i++) {
                work.children.add(Child.start("listen-unix", "--routes", work.routes, "--reader", reader));
            }
            for (int i = 0; i < warm; i++) {
                work.once();
                System.gc();
            }
            return work.once().with("reader", reader);
        } finally {
            work.children.forEach(Child::close);
        }
    }

    /// The clock ends when the last process has said that it holds all routes.
    private Result once() throws IOException {
        try (WorkFolder folder = WorkFolder.make();
                Serving serving = Serving.at(folder.socket())) {
            for (Child child : children) {
                child.say(folder.socket());
            }
            for (Child child : children) {
                child.ready();
            }
            return measure(new Loader(serving.router(), batch));
        }
    }

    private Result measure(Loader loader) throws IOException {
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
