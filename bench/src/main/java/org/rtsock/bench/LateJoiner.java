// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.util.Arrays;

/// A listener comes when the routes are there already, again and again; how long until it has read the snapshot and its mark.
final class LateJoiner {
    private LateJoiner() {}

    static Result run(Options options) throws IOException {
        int routes = options.number("routes", 1_000_000);
        int joins = options.number("joins", 7);
        String over = options.text("over", "jvm");
        options.done();
        Router router = new Router();
        Loader loader = new Loader(router, 200);
        long version = loader.load(routes);
        Result result = new Result().with("routes", routes).with("over", over);
        if (over.equals("jvm")) {
            return result.with("seconds", inside(router, loader, routes, joins, version));
        }
        try (WorkFolder folder = WorkFolder.make()) {
            router.serve(folder.socket());
            String reader = over.equals("unix-client") ? "client" : "frames";
            try (Child child = Child.start("listen-unix", "--routes", routes, "--reader", reader)) {
                double[] seconds = new double[joins];
                for (int join = 0; join < joins; join++) {
                    child.say(folder.socket());
                    child.ready();
                    Child.Outcome outcome = child.outcome();
                    outcome.expect(routes, loader.checksum(), version);
                    seconds[join] = outcome.seconds();
                }
                return result.with("seconds", median(seconds));
            }
        }
    }

    /// The first join pays for compilation; the median does not.
    private static double median(double... seconds) {
        Arrays.sort(seconds);
        return seconds[seconds.length / 2];
    }

    private static double inside(Router router, Loader loader, int routes, int joins, long version) {
        double[] seconds = new double[joins];
        for (int join = 0; join < joins; join++) {
            RouteTally tally = new RouteTally(routes);
            Listener listener = new Listener(router, "late" + join, tally);
            long begin = System.nanoTime();
            listener.listen(Router.ROUTES);
            seconds[join] = (listener.await(version) - begin) / 1e9;
            listener.close();
            if (tally.living() != routes || tally.checksum() != loader.checksum()) {
                throw new AssertionError("a late joiner holds " + tally.living() + " of " + routes + " routes");
            }
        }
        return median(seconds);
    }
}
