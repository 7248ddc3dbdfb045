// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.ArrayList;
import java.util.List;

/// Heap that routes and their journal take, with listeners; then during a churn of changes while one listener is stalled in the middle of
/// its snapshot and one between two cuts; then after these were let go and have caught up.
final class Memory {
    private static final int SAMPLES = 10;

    private final int routes;
    private final Router router = new Router();
    private final List<RouteTally> tallies = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final double empty;

    private Memory(int routes, int listeners, int tallies) {
        this.routes = routes;
        // What belongs to the measuring is there before the heap is looked at.
        for (int i = 0; i < tallies; i++) {
            this.tallies.add(new RouteTally(routes));
        }
        for (int i = 0; i < listeners; i++) {
            this.listeners.add(new Listener(router, "memory" + i, this.tallies.get(i)).listen(Router.ROUTES));
        }
        empty = Heap.settled();
    }

    static Result run(Options options) throws InterruptedException {
        int routes = options.number("routes", 1_000_000);
        int listeners = options.number("listeners", 1);
        int changes = options.number("changes", 0);
        long seed = options.number("seed", 3);
        options.done();
        Memory memory = new Memory(routes, listeners, listeners + 2);
        Result result = memory.loaded();
        return changes == 0 ? result : memory.churned(result, changes, seed);
    }

    private Result loaded() {
        long version = new Loader(router, 200).load(routes);
        listeners.forEach(listener -> listener.await(version));
        return new Result()
                .with("routes", routes)
                .with("listeners", listeners.size())
                .with("empty_mib", empty)
                .with("loaded_mib", Heap.settled() - empty);
    }

    private Result churned(Result result, int changes, long seed) throws InterruptedException {
        int present = listeners.size();
        Gate midCut = stall(present, Gate.Place.MID_CUT, routes / 2);
        Gate between = stall(present + 1, Gate.Place.BETWEEN_CUTS, 1);
        Churn churn = new Churn(router, routes, seed);
        // The churn's own arrays are no part of what is measured.
        double before = Heap.settled();
        double most = before;
        long version = 0;
        long begin = System.nanoTime();
        long spent = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            version = churn.changes(changes / SAMPLES);
            spent += System.nanoTime() - begin;
            most = Math.max(most, Heap.settled());
            begin = System.nanoTime();
        }
        double stalled = Heap.settled();
        midCut.letGo();
        between.letGo();
        for (Listener listener : listeners) {
            listener.await(version);
        }
        tallies.forEach(churn::verify);
        return result.with("changes", changes)
                .with("seed", seed)
                .with("stalled_before_mib", before - empty)
                .with("stalled_most_mib", most - empty)
                .with("stalled_last_mib", stalled - empty)
                .with("released_mib", Heap.settled() - empty)
                .with("changes_per_second", changes / (spent / 1e9));
    }

    private Gate stall(int index, Gate.Place place, int countdown) throws InterruptedException {
        Gate gate = new Gate(tallies.get(index), place, countdown);
        listeners.add(new Listener(router, "stalled" + index, gate).listen(Router.ROUTES));
        gate.awaitStall();
        return gate;
    }
}
