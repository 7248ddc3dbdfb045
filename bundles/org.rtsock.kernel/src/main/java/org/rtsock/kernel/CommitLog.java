// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.rtsock.api.Cause;

/// Everything that one commit writes into the state, with the way back: objects and routes apart, because neither needs the other to be
/// taken back. Used by one commit after the other; guarded by the kernel's lock.
final class CommitLog {
    private final ObjectLog objects;
    private final RouteLog routes;

    CommitLog(KernelState state) {
        this.objects = new ObjectLog(state);
        this.routes = new RouteLog(state.routes());
    }

    /// @param next version that the commit will have
    void begin(Cause cause, long next) {
        objects.begin(cause, next);
        routes.begin(cause, next);
    }

    ObjectLog objects() {
        return objects;
    }

    RouteLog routes() {
        return routes;
    }

    /// A place to which [#undo] leads back.
    long mark() {
        return RouteRows.pair(objects.size(), routes.size());
    }

    void undo(long mark) {
        routes.undo((int) mark);
        objects.undo((int) (mark >>> 32));
    }

    /// Finds the net effect of the commit, and has it counted.
    ///
    /// @return whether there is any
    boolean settle(RouteStatistics statistics) {
        boolean moved = routes.settle();
        statistics.settle(routes);
        return objects.settle() | moved;
    }

    /// The commit is over, published or undone.
    void end() {
        objects.end();
        routes.end();
    }
}
