// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rtsock.client.Endpoint;
import org.rtsock.client.RtsockConnection;

/// Routes change while 16 connections of another process hear of it, in turns with one more client that subscribed and never reads, and
/// without: what the 16 lose by it. Or without it in both, which shows what the turns themselves scatter by.
///
/// Many short runs, not few long ones: on a machine with fewer cores than threads a run is faster or slower than its neighbour by a sixth,
/// and stays so for as long as it goes on. Tried with runs of a third of a second and of four seconds, which scatter alike.
final class NeverReads {
    private final int routes;
    private final int changes;
    private final RouteChanges work;
    private final Endpoint endpoint;
    private final Child child;

    /// One run.
    ///
    /// @param changes    a second that all listeners have kept up with
    /// @param deliveries a second, of all of them
    /// @param cpu        changes for a second of a core, of the appliance and the listeners together
    private record Speed(double changes, double deliveries, double cpu) {}

    private NeverReads(int routes, int changes, RouteChanges work, Endpoint endpoint, Child child) {
        this.routes = routes;
        this.changes = changes;
        this.work = work;
        this.endpoint = endpoint;
        this.child = child;
    }

    static Result run(Options options) throws IOException {
        String over = options.text("over", "unix");
        int routes = options.number("routes", 200_000);
        int batch = options.number("batch", 200);
        int changes = options.number("changes", 200_000);
        int listeners = options.number("listeners", 16);
        int pairs = options.number("pairs", 100);
        int warm = options.number("warm", 6);
        boolean control = options.number("control", 0) == 1;
        options.done();
        if (routes % batch != 0 || changes % batch != 0 || changes < routes) {
            throw new IllegalArgumentException("routes and changes must be multiples of the batch, and each route must change");
        }
        try (WorkFolder folder = WorkFolder.make();
                Serving serving = Serving.over(over, folder)) {
            new Loader(serving.router(), batch).load(routes);
            Place place = new Place(over, serving.port(), folder.path());
            try (Child child = Child.start(
                    "listen-changes", "--place", place.line(), "--listeners", listeners, "--routes", routes, "--batch", batch,
                    "--changes", changes)) {
                child.ready();
                Result result = new Result()
                        .with("over", over)
                        .with("routes", routes)
                        .with("listeners", listeners)
                        .with("changes", changes);
                NeverReads turns = new NeverReads(
                        routes, changes, new RouteChanges(serving.router(), routes, batch), place.endpoint(), child);
                turns.measure(result, warm, pairs, !control);
                return result;
            }
        }
    }

    /// There and back, so that nobody always comes first.
    ///
    /// @param stalled whether there is such a client in one run of each pair; else in none
    private void measure(Result result, int warm, int pairs, boolean stalled) throws IOException {
        for (int round = 0; round < warm; round++) {
            once(stalled && round % 2 == 1);
        }
        PairedLoss kept = new PairedLoss();
        PairedLoss delivered = new PairedLoss();
        PairedLoss cpu = new PairedLoss();
        for (int pair = 0; pair < pairs; pair++) {
            boolean back = pair % 2 == 1;
            Speed first = once(stalled && back);
            Speed second = once(stalled && !back);
            Speed without = back ? second : first;
            Speed with = back ? first : second;
            double loss = kept.add(without.changes(), with.changes());
            System.err.printf(Locale.ROOT, "%.0f changes/s without, %.0f with: %.1f %%%n", without.changes(), with.changes(), loss);
            delivered.add(without.deliveries(), with.deliveries());
            cpu.add(without.cpu(), with.cpu());
        }
        result.with("pairs", pairs)
                .with("changes_per_second_without", kept.without())
                .with("changes_per_second_with", kept.with())
                .with("deliveries_per_second_without", delivered.without())
                .with("deliveries_per_second_with", delivered.with())
                .with("loss_percent", kept.bySums())
                .with("loss_median", kept.median())
                .with("loss_least", kept.least())
                .with("loss_most", kept.most())
                .with("loss_error", kept.standardError())
                .with("delivery_loss_percent", delivered.bySums())
                .with("cpu_loss_percent", cpu.bySums())
                .with("cpu_loss_error", cpu.standardError());
    }

    private Speed once(boolean stalled) throws IOException {
        System.gc();
        try (RtsockConnection silent = RtsockConnection.connect(endpoint)) {
            if (stalled) {
                silent.subscribe(Router.ROUTES);
            }
            // Whatever was before: each route has a gateway now that the first change of a run does not give it, nobody is behind who
            // reads, and the one that does not has stalled in the middle of its snapshot.
            child.say("begin " + work.write(routes, _ -> 0));
            child.ready();
            CpuTime cpu = CpuTime.now();
            long begin = System.nanoTime();
            child.say("end " + work.write(changes, number -> ChangeTally.choice(number, routes)));
            ChangeListeners.Heard heard = ChangeListeners.Heard.of(child.line());
            double cpuSeconds = cpu.seconds() + heard.cpuSeconds();
            checkWhoIsBehind(stalled ? 1 : 0);
            double seconds = (heard.at() - begin) / 1e9;
            return new Speed(changes / seconds, heard.deliveries() / seconds, changes / cpuSeconds);
        }
    }

    private void checkWhoIsBehind(int expected) throws IOException {
        try (RtsockConnection connection = RtsockConnection.connect(endpoint)) {
            List<Map<String, Object>> behind = connection.info("listeners").stream()
                    .filter(row -> row.get("lag") instanceof Long lag && lag > 0)
                    .toList();
            if (behind.size() != expected) {
                throw new AssertionError("behind should be " + expected + ", and are " + behind);
            }
        }
    }
}
