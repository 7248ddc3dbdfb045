// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;

/// An object as the kernel holds it; routes are [RouteRows].
///
/// @param version commit of the last change
/// @param born    commit in which the object came to be
/// @param cause   of the last change
/// @param slot    the number that stands for the object in reports, [org.rtsock.api.kernel.ReportSink#NO_SLOT] until its first one
record Entry(RoutingObject value, long version, long born, Cause cause, Owner owner, int slot) {
    Entry withOwner(Owner other) {
        return owner.equals(other) ? this : new Entry(value, version, born, cause, other, slot);
    }

    Entry withSlot(int number) {
        return new Entry(value, version, born, cause, owner, number);
    }

    /// The last change of this object as it is told to reporters.
    Report report() {
        return new Report(born == version ? Operation.ADD : Operation.CHANGE, slot, value, version, born, cause);
    }

    /// The end of this object.
    Report obituary(long deleted, Cause why) {
        return new Report(Operation.DELETE, slot, value, deleted, born, why);
    }
}
