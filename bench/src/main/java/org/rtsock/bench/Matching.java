// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.kernel.RouteLookup;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RtTable;

/// Longest match in a table of random prefixes, on one thread; and how fast such a table is filled and emptied, in commits of 200.
final class Matching {
    private static final int BATCH = 200;
    private static final int ADDRESSES = 1 << 20;
    private static final int VERIFIED = 200_000;
    /// Routes written before those that count, so that they meet compiled code.
    private static final int WARM = 4_000_000;

    private final Router router = new Router();
    private final RandomRoutes routes;
    private final SplittableRandom random;
    private final LengthMix mix;
    private final long slot;

    private Matching(LengthMix mix, int count, long seed, int millis) {
        this.mix = mix;
        random = new SplittableRandom(seed);
        routes = new RandomRoutes(mix, count, random);
        slot = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    static Result run(Options options) {
        LengthMix mix = LengthMix.valueOf(options.text("mix", "INTERNET"));
        int seed = options.number("seed", 7);
        Matching matching = new Matching(mix, options.number("routes", 1_000_000), seed, options.number("millis", 1000));
        options.done();
        return matching.measure().with("seed", seed);
    }

    private Result measure() {
        for (int written = 0; written < WARM; written += routes.count()) {
            fill();
            empty();
        }
        double adds = fill();
        RouteLookup table = router.kernel().lookup(RtTable.MAIN, routes.family);
        long[] anywhere = new long[ADDRESSES];
        long[] within = new long[ADDRESSES];
        for (int i = 0; i < ADDRESSES; i++) {
            anywhere[i] = mix.address(random);
            within[i] = routes.addressWithin(random.nextInt(routes.count()), random);
        }
        int hits = verify(table, anywhere);
        if (verify(table, within) != VERIFIED) {
            throw new AssertionError("an address within a route's prefix matched nothing");
        }
        return new Result()
                .with("routes", routes.count())
                .with("mix", mix.name())
                .with("matches_per_second", matches(table, anywhere))
                .with("matches_within_per_second", matches(table, within))
                .with("lookups_per_second", lookups(within))
                .with("hit_share", hits / (double) VERIFIED)
                .with("adds_per_second", adds)
                .with("deletes_per_second", empty());
    }

    private double fill() {
        return perSecond(first -> router.commit(work -> {
            for (int i = first; i < Math.min(routes.count(), first + BATCH); i++) {
                work.put(routes.row(i));
            }
        }));
    }

    private double empty() {
        return perSecond(first -> router.commit(work -> {
            for (int i = first; i < Math.min(routes.count(), first + BATCH); i++) {
                if (!work.remove(routes.row(i))) {
                    throw new AssertionError("route " + i + " was not there");
                }
            }
        }));
    }

    private double perSecond(IntConsumer commit) {
        long begin = System.nanoTime();
        for (int first = 0; first < routes.count(); first += BATCH) {
            commit.accept(first);
        }
        return routes.count() / ((System.nanoTime() - begin) / 1e9);
    }

    /// @return how many of the first addresses matched
    private int verify(RouteLookup table, long[] addresses) {
        int hits = 0;
        for (int i = 0; i < VERIFIED; i++) {
            int expected = routes.match(addresses[i]);
            RouteAttributes found = table.match(addresses[i], 0);
            if (expected != weight(found)) {
                throw new AssertionError(
                        new IpAddress(routes.family, addresses[i], 0) + " leads to " + found + ", not to weight " + expected);
            }
            hits += expected > 0 ? 1 : 0;
        }
        return hits;
    }

    private static int weight(@Nullable RouteAttributes attributes) {
        return attributes == null ? 0 : attributes.nexthops().getFirst().weight();
    }

    /// Both loops are written out: a loop shared through a lambda would be compiled for both and measure neither.
    private double matches(RouteLookup table, long[] addresses) {
        Rate rate = new Rate(slot);
        while (rate.goesOn()) {
            int hits = 0;
            for (long address : addresses) {
                hits += table.match(address, 0) != null ? 1 : 0;
            }
            rate.count(ADDRESSES, hits);
        }
        return rate.perSecond();
    }

    private double lookups(long[] addresses) {
        Rate rate = new Rate(slot);
        while (rate.goesOn()) {
            int hits = 0;
            for (long address : addresses) {
                hits += router.kernel().lookup(RtTable.MAIN, new IpAddress(routes.family, address, 0)) != null ? 1 : 0;
            }
            rate.count(ADDRESSES, hits);
        }
        return rate.perSecond();
    }
}
