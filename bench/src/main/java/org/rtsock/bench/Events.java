// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.ArrayList;
import java.util.List;

/// Routes change, round after round, while N listeners in this JVM hear of it; also with one of them stalled, and with what threads
/// allocate.
final class Events {
    private final int routes;
    private final int listeners;
    private final int changes;
    private final int batch;
    /// The JVM counts what platform threads allocate, not what virtual ones do.
    private final boolean counted;
    private final Router router = new Router();
    private final RouteChanges work;
    private final List<ChangeTally> tallies = new ArrayList<>();
    private final List<Listener> live = new ArrayList<>();

    private Events(int routes, int listeners, int changes, int batch, boolean counted) {
        if (routes % batch != 0 || changes % batch != 0) {
            throw new IllegalArgumentException("routes and changes must be multiples of the batch");
        }
        this.routes = routes;
        this.listeners = listeners;
        this.changes = changes;
        this.batch = batch;
        this.counted = counted;
        this.work = new RouteChanges(router, routes, batch);
    }

    static Result run(Options options) throws InterruptedException {
        Events events = new Events(
                options.number("routes", 1_000_000),
                options.number("listeners", 4),
                options.number("changes", 3_000_000),
                options.number("batch", 200),
                options.text("count", "time").equals("bytes"));
        boolean stalled = options.number("stalled", 0) == 1;
        int warm = options.number("warm", 4);
        options.done();
        return events.measure(stalled, warm);
    }

    /// @param warm rounds that do not count, for the compiler, 1 or more
    private Result measure(boolean stalled, int warm) throws InterruptedException {
        new Loader(router, 200).load(routes);
        // The one that stalls is one of the N; its deliveries are never counted, stalled or not.
        for (int i = 0; i < listeners - (stalled ? 1 : 0); i++) {
            ChangeTally tally = new ChangeTally(routes, batch, changes);
            tallies.add(tally);
            Thread.Builder thread = counted ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
            live.add(new Listener(router, "events" + i, tally, thread).listen(Router.ROUTES));
        }
        if (stalled) {
            Gate gate = new Gate(new RouteTally(routes), Gate.Place.MID_CUT, routes / 2);
            new Listener(router, "stalled", gate).listen(Router.ROUTES);
            gate.awaitStall();
        }
        for (int round = 0; round < warm; round++) {
            int present = round;
            settle(work.write(routes, number -> warmChoice(number, present)));
        }
        long base = router.kernel().version();
        tallies.forEach(tally -> tally.begin(base));
        return timed(stalled);
    }

    private Result timed(boolean stalled) {
        Allocation writer = Allocation.of(List.of(Thread.currentThread()));
        Allocation readers = Allocation.of(counted ? live.stream().map(Listener::thread).toList() : List.of());
        long begin = System.nanoTime();
        long version = work.write(changes, number -> ChangeTally.choice(number, routes));
        long writtenAt = System.nanoTime();
        long end = Math.max(writtenAt, settle(version));
        long writerBytes = writer.bytes();
        long readerBytes = readers.bytes();
        tallies.forEach(tally -> tally.verify(changes));

        int others = stalled ? listeners - 1 : Math.max(listeners - 1, 1);
        double seconds = (end - begin) / 1e9;
        long deliveries = tallies.stream().mapToLong(ChangeTally::deliveries).sum();
        long ofOthers = tallies.stream().limit(others).mapToLong(ChangeTally::deliveries).sum();
        Result result = new Result()
                .with("routes", routes)
                .with("listeners", listeners)
                .with("batch", batch)
                .with("seconds", seconds)
                .with("write_seconds", (writtenAt - begin) / 1e9)
                .with("events_per_second", changes / seconds)
                .with("deliveries_per_second", deliveries / seconds)
                .with("all_but_one_per_second", ofOthers / seconds)
                .with("coalesced_share", 1 - deliveries / ((double) changes * tallies.size()))
                .with("writer_bytes_per_event", (double) writerBytes / changes);
        return counted ? result.with("listener_bytes_per_delivery", (double) readerBytes / Math.max(1, deliveries)) : result;
    }

    private long settle(long version) {
        return live.stream().mapToLong(listener -> listener.await(version)).max().orElseGet(System::nanoTime);
    }

    /// Neither what the load or the round before chose nor what the first counted round will: each change must be one.
    private static int warmChoice(int number, int round) {
        int choice = 2 + round % 2 * 2;
        return Loader.choice(number) == choice ? choice + 1 : choice;
    }
}
