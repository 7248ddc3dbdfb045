// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.BitSet;
import java.util.SplittableRandom;

/// Random changes over routes that were loaded: of eight, one deletes or brings back, the others set another gateway. Commits of 200.
final class Churn {
    private static final int BATCH = 200;
    private static final int DELETE_ONE_IN = 8;

    private final Router router;
    private final NumberedRoutes written = new NumberedRoutes(1, "eth0");
    private final int routes;
    private final SplittableRandom random;
    private final BitSet alive;
    private final byte[] choices;

    Churn(Router router, int routes, long seed) {
        this.router = router;
        this.routes = routes;
        random = new SplittableRandom(seed);
        alive = new BitSet(routes);
        alive.set(0, routes);
        choices = new byte[routes];
        for (int number = 0; number < routes; number++) {
            choices[number] = (byte) Loader.choice(number);
        }
    }

    /// @return the version that holds all of them
    long changes(long count) {
        long version = 0;
        for (long done = 0; done < count; done += BATCH) {
            version = router.commit(work -> {
                for (int i = 0; i < BATCH; i++) {
                    int number = random.nextInt(routes);
                    if (alive.get(number) && random.nextInt(DELETE_ONE_IN) == 0) {
                        work.remove(written.row(number, 0));
                        alive.clear(number);
                    } else {
                        work.put(written.row(number, ++choices[number] & 7));
                        alive.set(number);
                    }
                }
            });
        }
        return version;
    }

    /// @throws AssertionError when a listener holds other routes than the kernel
    void verify(RouteTally tally) {
        for (int number = 0; number < routes; number++) {
            if (alive.get(number) != tally.lives(number)) {
                throw new AssertionError(
                        "route " + number + (alive.get(number) ? " is missing at" : " should be gone from") + " a listener");
            }
        }
    }
}
