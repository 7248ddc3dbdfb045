// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The other process: so many connections, see [ChangeListener]. Says `ready` when all have read what was there. Then each line of its
/// input is a word and a version. `begin`: all have read that mark, what comes later is counted; it says `ready`. `end`: all have read that
/// mark, and what each had to hear has come; it says a [Heard].
final class ChangeListeners {
    /// What they heard between `begin` and `end`.
    ///
    /// @param at         when the last of them had read the mark, by the clock of the host
    /// @param cpuSeconds time of a core that their process used meanwhile
    record Heard(long deliveries, long at, double cpuSeconds) {
        static Heard of(String line) {
            String[] words = line.split(" ");
            return new Heard(Long.parseLong(words[0]), Long.parseLong(words[1]), Double.parseDouble(words[2]));
        }

        String line() {
            return deliveries + " " + at + " " + cpuSeconds;
        }
    }

    private final int routes;
    private final int batch;
    private final int changes;
    private final List<ChangeListener> listeners = new ArrayList<>();
    private CpuTime cpu = CpuTime.now();

    private ChangeListeners(int routes, int batch, int changes) {
        this.routes = routes;
        this.batch = batch;
        this.changes = changes;
    }

    static Result run(Options options) throws IOException, InterruptedException {
        int count = options.number("listeners", 16);
        ChangeListeners all =
                new ChangeListeners(options.number("routes", 200_000), options.number("batch", 200), options.number("changes", 200_000));
        Place place = Place.of(options.text("place", "unix 0 ."));
        options.done();
        for (int i = 0; i < count; i++) {
            all.listeners.add(ChangeListener.at(place));
        }
        System.out.println("ready");
        all.obey();
        return new Result().with("listeners", count);
    }

    private void obey() throws IOException, InterruptedException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = input.readLine()) != null; ) {
            String[] words = line.split(" ");
            long version = Long.parseLong(words[1]);
            if (words[0].equals("begin")) {
                begin(version);
                System.out.println("ready");
            } else {
                System.out.println(end(version).line());
            }
        }
    }

    private void begin(long version) throws InterruptedException {
        for (ChangeListener listener : listeners) {
            listener.reached(version);
            ChangeTally tally = new ChangeTally(routes, batch, changes);
            tally.begin(version);
            listener.begin(tally);
        }
        cpu = CpuTime.now();
    }

    private Heard end(long version) throws InterruptedException {
        long at = Long.MIN_VALUE;
        long deliveries = 0;
        for (ChangeListener listener : listeners) {
            at = Math.max(at, listener.reached(version));
            ChangeTally tally = listener.end();
            tally.verify(changes);
            deliveries += tally.deliveries();
        }
        return new Heard(deliveries, at, cpu.seconds());
    }
}
