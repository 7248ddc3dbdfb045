// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.List;
import java.util.Objects;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.Filter;

/// What a socket stood at when a cut was begun: its list entries with a reporter, parents first.
///
/// @param first      whether the next mark is the first one of a subscription
/// @param generation which call of [Subscription#setFlags] this belongs to
record Pending(List<Taken> entries, Filter filter, boolean first, int generation) {
    /// An entry as it was: entries move on under the lock of their subscription, a cut does not.
    ///
    /// @param from  version up to which the socket has read the type
    /// @param reset whether it must forget what it holds first
    record Taken(ListEntry entry, Reporter reporter, long from, boolean reset) {
        static Taken of(ListEntry entry) {
            return new Taken(entry, Objects.requireNonNull(entry.reporter()), entry.cursor(), entry.resetDue());
        }
    }

    /// Whether a cut to a version could hold anything.
    boolean leadsTo(long version) {
        return first || entries.stream().anyMatch(taken -> taken.reset() || taken.from() < version);
    }
}
