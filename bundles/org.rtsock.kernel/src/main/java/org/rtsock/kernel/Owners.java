// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.rtsock.api.Cause;
import org.rtsock.api.RoutingException;

/// Who ever put or changed a route, each by a number that fits a row. There are as many as drivers and transports, so none is forgotten.
/// Guarded by the kernel's lock.
final class Owners {
    private final InternTable<Owner> table = new InternTable<>("origins of routes", RouteRows.MAX_OWNER);
    /// The last cause that was rebuilt: routes that came together have the same.
    private Cause last = new Cause.Request("none", 0, 0);

    /// The number of whoever stands behind a cause. Makes no object for one that is known.
    ///
    /// @throws RoutingException ENOBUFS when there are no more numbers
    int of(Cause cause) {
        boolean driver = cause instanceof Cause.Driver;
        for (int number = 1; number < table.used(); number++) {
            Owner owner = table.at(number);
            if (owner.driver() == driver && owner.origin().equals(cause.origin())) {
                return number;
            }
        }
        int number = table.intern(Owner.of(cause));
        table.use(number);
        return number;
    }

    Owner at(int number) {
        return table.at(number);
    }

    /// Whether what one put is open to another.
    boolean admits(int owner, int writer) {
        return owner == writer || !at(owner).driver();
    }

    /// The cause of a change, rebuilt from what a row holds of it.
    Cause cause(int writer, long request) {
        Owner owner = at(writer);
        int pid = (int) (request >>> 32);
        int seq = (int) request;
        boolean driver = last instanceof Cause.Driver;
        if (driver != owner.driver() || last.pid() != pid || last.seq() != seq || !last.origin().equals(owner.origin())) {
            last = owner.driver() ? new Cause.Driver(owner.origin()) : new Cause.Request(owner.origin(), pid, seq);
        }
        return last;
    }
}
