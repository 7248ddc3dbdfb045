// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

/// Adds [NumberedRoutes] in commits of so many, and keeps what a listener must find.
final class Loader {
    private final Router router;
    private final NumberedRoutes routes = new NumberedRoutes(1, "eth0");
    private final int batch;
    private long checksum;

    Loader(Router router, int batch) {
        this.router = router;
        this.batch = batch;
    }

    /// @return the version that holds the last one
    long load(int count) {
        long version = 0;
        for (int first = 0; first < count; first += batch) {
            version = commit(first, Math.min(count, first + batch));
        }
        return version;
    }

    private long commit(int first, int end) {
        long version = router.commit(work -> {
            for (int number = first; number < end; number++) {
                work.put(routes.row(number, choice(number)));
            }
        });
        for (int number = first; number < end; number++) {
            checksum += RouteTally.term(NumberedRoutes.address(number), version);
        }
        return version;
    }

    /// What a tally that heard each add once has as its checksum.
    long checksum() {
        return checksum;
    }

    /// The choice of gateway of a route.
    static int choice(int number) {
        return number % NumberedRoutes.GATEWAYS;
    }
}
