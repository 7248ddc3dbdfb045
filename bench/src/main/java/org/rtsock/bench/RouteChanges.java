// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.function.IntUnaryOperator;

/// Changes all of so many [NumberedRoutes], round after round, in commits of so many.
final class RouteChanges {
    private final Router router;
    private final int routes;
    private final int batch;
    private final NumberedRoutes written = new NumberedRoutes(1, "eth0");

    /// @param batch of which the routes are a multiple
    RouteChanges(Router router, int routes, int batch) {
        this.router = router;
        this.routes = routes;
        this.batch = batch;
    }

    /// Change `n` is one of route `n mod routes`.
    ///
    /// @param count  of changes, a multiple of the batch
    /// @param choice of gateway, by the number of the change
    /// @return the version that holds the last one
    long write(int count, IntUnaryOperator choice) {
        long version = 0;
        for (int first = 0; first < count; first += batch) {
            version = commit(first, choice);
        }
        return version;
    }

    private long commit(int first, IntUnaryOperator choice) {
        return router.commit(work -> {
            for (int number = first; number < first + batch; number++) {
                work.put(written.row(number % routes, choice.applyAsInt(number)));
            }
        });
    }
}
