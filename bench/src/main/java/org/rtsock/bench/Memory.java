// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.ArrayList;
import java.util.List;

/// Heap that routes and their journal take, with listeners; then during a churn of changes while one listener is stalled in the middle of
/// its snapshot and one between two cuts; then when these were let go and all have followed as many changes as there are routes.
final class Memory {
    private static final int SAMPLES = 10;

    private final int routes;
    private final Router router = new Router();
    private final List<RouteTally> tallies = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final double empty;
    /// So far.
    private int stalls;

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
        int cycles = options.number("cycles", 1);
        long seed = options.number("seed", 3);
        options.done();
        Memory memory = new Memory(routes, listeners, listeners + 2);
        Result result = memory.loaded();
        return changes == 0 ? result : memory.churned(result, changes, cycles, seed);
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

    /// Cycles of changes: with two listeners stalled, then without, when all have caught up.
    private Result churned(Result result, int changes, int cycles, long seed) throws InterruptedException {
        int present = listeners.size();
        Churn churn = new Churn(router, routes, seed);
        // The churn's own arrays are no part of what is measured.
        double before = Heap.settled();
        double most = before;
        double firstCalm = 0;
        double calm = 0;
        long spent = 0;
        for (int cycle = 0; cycle < cycles; cycle++) {
            Gate midCut = stall(present, Gate.Place.MID_CUT, routes / 2);
            Gate between = stall(present + 1, Gate.Place.BETWEEN_CUTS, 1);
            for (int sample = 0; sample < SAMPLES; sample++) {
                long begin = System.nanoTime();
                churn.changes(changes / SAMPLES);
                spent += System.nanoTime() - begin;
                most = Math.max(most, Heap.settled());
            }
            midCut.letGo();
            between.letGo();
            long version = churn.changes(routes);
            listeners.forEach(listener -> listener.await(version));
            tallies.forEach(churn::verify);
            calm = Heap.settled();
            firstCalm = cycle == 0 ? calm : firstCalm;
            listeners.removeLast().close();
            listeners.removeLast().close();
        }
        return result.with("changes", changes)
                .with("cycles", cycles)
                .with("seed", seed)
                .with("before_mib", before - empty)
                .with("most_mib", most - empty)
                .with("first_calm_mib", firstCalm - empty)
                .with("last_calm_mib", calm - empty)
                .with("changes_per_second", (double) changes * cycles / (spent / 1e9));
    }

    private Gate stall(int index, Gate.Place place, int countdown) throws InterruptedException {
        tallies.get(index).reset();
        Gate gate = new Gate(tallies.get(index), place, countdown);
        listeners.add(new Listener(router, "stalled" + ++stalls, gate).listen(Router.ROUTES));
        gate.awaitStall();
        return gate;
    }
}
