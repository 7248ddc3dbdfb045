// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.kernel;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingObject;

/// The end of a reporter that the kernel calls (`rtsr_reporter`), always on the committing thread, one call at a time, never blocking.
///
/// Order of calls: [#attached], then [#report] for what the kernel holds and for the deletes it still remembers, by version; [#published].
/// From then on for each commit that touches the type: [#report] for each change, then [#published].
@ConsumerType
public interface ReportSink {
    int NO_SLOT = -1;

    MessageType type();

    /// The reports that follow are the state up to now.
    ///
    /// @param floor deletes up to this version are not known any more: a listener that stopped at an older one cannot be given a difference
    void attached(long floor);

    /// An object that came, changed or went.
    ///
    /// @param operation ADD, CHANGE or DELETE
    /// @param slot      a small number that stands for the object among those of its type for as long as it lives, from 0 up; it may stand
    ///                  for another one afterwards. [#NO_SLOT] for the delete of an object that was gone before this sink came
    /// @param object    its new value; the last one for DELETE
    /// @param version   the commit that this belongs to
    /// @param born      the commit in which the object came to be
    void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause);

    /// A route that came, changed or went, as numbers. The row is only lent: it is filled anew for the next report.
    default void report(Operation operation, int slot, RouteRow route, long version, long born, Cause cause) {
        report(operation, slot, route.route(), version, born, cause);
    }

    /// Every report up to this version has been made and may be read: wake the listeners (`rts_input`).
    void published(long version);

    /// This sink threw, and the kernel has taken it off: it lost a report, so what it holds does not follow the kernel any more. No other
    /// call comes. Before the version of the commit at which it threw can be read, unless it threw in [#published]; the commit goes on.
    ///
    /// @param thrown what it threw
    default void detached(Throwable thrown) {}
}
