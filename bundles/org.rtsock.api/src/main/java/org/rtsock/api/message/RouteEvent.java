// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.rtsock.api.Cause;
import org.rtsock.api.Errno;

/// Something that happened to a lookup, a route or a redirect and left no state behind: what `rt_missmsg` tells. It is told once to the
/// sockets that are there, through their receive buffers, and to nobody later.
public sealed interface RouteEvent {
    /// Who caused it.
    Cause cause();

    int table();

    /// What it is about.
    Prefix destination();

    /// RTM_MISS: a reported lookup found no route.
    record Miss(int table, Prefix destination, Cause cause) implements RouteEvent {}

    /// RTM_RESOLVE: a reported lookup found a route with [RouteFlag#XRESOLVE].
    ///
    /// @param destination the address that was looked up
    record Resolve(Prefix destination, Route route, Cause cause) implements RouteEvent {
        @Override
        public int table() {
            return route.key().table();
        }
    }

    /// RTM_LOSING: somebody suspects that a route leads nowhere.
    ///
    /// @param destination the address that got no answer
    record Losing(Prefix destination, Route route, Cause cause) implements RouteEvent {
        @Override
        public int table() {
            return route.key().table();
        }
    }

    /// RTM_REDIRECT with `rtm_errno`: a redirect was refused.
    record RedirectRefused(Redirect redirect, Errno errno, Cause cause) implements RouteEvent {
        @Override
        public int table() {
            return redirect.key().table();
        }

        @Override
        public Prefix destination() {
            return redirect.key().destination();
        }
    }
}
