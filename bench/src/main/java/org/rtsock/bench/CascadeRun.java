// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.socket.AsyncMode;

/// An interface device goes, and with it all routes behind it: each listener must be told of each, in one cut. Meanwhile an address on
/// another interface changes every millisecond, and a listener to addresses waits for these changes.
final class CascadeRun {
    private static final long TICK_NANOS = 1_000_000;
    private static final long QUIET_MILLIS = 300;

    private final Router router = new Router();
    private final int routes;
    private final List<RouteTally> tallies = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final PauseTally pauses = new PauseTally();
    private volatile boolean ticking = true;

    private CascadeRun(int routes, int count) {
        this.routes = routes;
        for (int i = 0; i < count; i++) {
            RouteTally tally = new RouteTally(routes);
            tallies.add(tally);
            listeners.add(new Listener(router, "cascade" + i, tally).listen(Router.ROUTES));
        }
        new Listener(router, "ifa", pauses).listen(AsyncMode.of(MessageType.IFADDR.flag()));
    }

    /// Goes through it several times, the last of which counts.
    static Result run(Options options) throws InterruptedException {
        CascadeRun cascade = new CascadeRun(options.number("routes", 100_000), options.number("listeners", 16));
        int rounds = options.number("rounds", 4);
        options.done();
        Thread ticker = Thread.ofPlatform().daemon().start(cascade::tick);
        Result result = cascade.once(1);
        for (int round = 2; round <= rounds; round++) {
            cascade.bringBack();
            result = cascade.once(round);
        }
        cascade.ticking = false;
        ticker.join();
        return result;
    }

    /// Brings the device back.
    private void bringBack() {
        router.commit(work -> Router.addInterface(work, 2, "eth1"));
    }

    private Result once(int round) throws InterruptedException {
        settle(load());
        pauses.begin();
        Thread.sleep(QUIET_MILLIS);
        long quiet = pauses.longest();

        pauses.begin();
        long begin = System.nanoTime();
        long version = router.commit(work -> work.delete(new Ifd.Key(2)));
        long committed = System.nanoTime();
        long end = settle(version);
        Thread.sleep(QUIET_MILLIS);
        tallies.forEach(tally -> verify(tally, round));
        return new Result()
                .with("routes", routes)
                .with("listeners", listeners.size())
                .with("commit_seconds", (committed - begin) / 1e9)
                .with("seconds", (end - begin) / 1e9)
                .with("pause_seconds", pauses.longest() / 1e9)
                .with("quiet_pause_seconds", quiet / 1e9);
    }

    private long load() {
        NumberedRoutes written = new NumberedRoutes(2, "eth1");
        return router.commit(work -> {
            for (int number = 0; number < routes; number++) {
                work.put(written.row(number, number));
            }
        });
    }

    private long settle(long version) {
        return listeners.stream().mapToLong(listener -> listener.await(version)).max().orElseThrow();
    }

    private void verify(RouteTally tally, int round) {
        if (tally.living() != 0 || tally.mostDeletes() != routes || tally.cutsWithDeletes() != round) {
            throw new AssertionError("a listener holds " + tally.living() + " routes, heard " + tally.mostDeletes() + " deletes of "
                    + routes + " in one cut, and deletes in " + tally.cutsWithDeletes() + " cuts after " + round + " rounds");
        }
    }

    private void tick() {
        IpAddress local = IpAddress.parse("192.0.2.100");
        Prefix network = Prefix.parse("192.0.2.0/24");
        for (int i = 0; ticking; i++) {
            IpAddress broadcast = new IpAddress(Family.INET, 0xc000_02f0L + (i & 1) << 32, 0);
            router.commit(work -> work.put(new Ifa(1, local, network, broadcast, null)));
            LockSupport.parkNanos(TICK_NANOS);
        }
    }
}
