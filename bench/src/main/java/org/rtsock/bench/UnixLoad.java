// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RtTable;

/// Another process loads routes over the unix transport by batches; nobody listens.
final class UnixLoad {
    private UnixLoad() {}

    static Result run(Options options) throws IOException {
        int routes = options.number("routes", 1_000_000);
        int warmRounds = options.number("warm", 6);
        String mode = options.text("mode", "all");
        options.done();
        try (Child child = Child.start("write-unix", "--routes", routes, "--mode", mode)) {
            double seconds = 0;
            for (int round = 0; round <= warmRounds; round++) {
                System.gc();
                seconds = load(child, routes);
            }
            return new Result().with("routes", routes).with("mode", mode).with("seconds", seconds).with("routes_per_second", routes / seconds);
        }
    }

    /// Into an appliance that has none yet.
    private static double load(Child child, int routes) throws IOException {
        try (WorkFolder folder = WorkFolder.make();
                Serving serving = Serving.at(folder.socket())) {
            child.say(folder.socket());
            double seconds = Double.parseDouble(child.line());
            long[] found = {0};
            serving.router().kernel().walk(RtTable.MAIN, Prefix.all(Family.INET), _ -> found[0]++);
            if (found[0] != routes) {
                throw new AssertionError("the kernel holds " + found[0] + " of " + routes + " routes");
            }
            return seconds;
        }
    }
}
