// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.kernel;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtsock.api.Cause;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;

/// The end of a reporter that the kernel calls (`rtsr_reporter`), always on the committing thread, one call at a time, never blocking.
///
/// Order of calls: [#attached], then [#report] for what the kernel holds and for the deletes it still remembers, by version; [#published].
/// From then on for each commit that touches the type: [#report] for each change, then [#published].
@ConsumerType
public interface ReportSink {
    MessageType type();

    /// The reports that follow are the state up to now.
    ///
    /// @param floor deletes up to this version are not known any more: a listener that stopped at an older one cannot be given a difference
    void attached(long floor);

    /// An object that came, changed or went.
    ///
    /// @param operation ADD, CHANGE or DELETE
    /// @param object    its new value; the last one for DELETE
    /// @param version   the commit that this belongs to
    /// @param born      the commit in which the object came to be
    void report(Operation operation, RoutingObject object, long version, long born, Cause cause);

    /// Every report up to this version has been made and may be read: wake the listeners (`rts_input`).
    void published(long version);
}
