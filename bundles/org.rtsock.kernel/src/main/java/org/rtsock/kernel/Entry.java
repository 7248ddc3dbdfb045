// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.rtsock.api.Cause;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;

/// An object as the kernel holds it.
///
/// @param version commit of the last change
/// @param born    commit in which the object came to be
/// @param cause   of the last change
record Entry(RoutingObject value, long version, long born, Cause cause, Owner owner) {
    Entry withOwner(Owner other) {
        return owner.equals(other) ? this : new Entry(value, version, born, cause, other);
    }

    /// The last change of this object as it is told to reporters.
    Report report() {
        return new Report(born == version ? Operation.ADD : Operation.CHANGE, value, version, born, cause);
    }

    /// The end of this object.
    Report obituary(long deleted, Cause why) {
        return new Report(Operation.DELETE, value, deleted, born, why);
    }
}
