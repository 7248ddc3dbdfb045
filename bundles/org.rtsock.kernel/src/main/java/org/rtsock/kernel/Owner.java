// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import org.rtsock.api.Cause;

/// Who put an object: a driver or the requests that come in at one place.
record Owner(String origin, boolean driver) {
    /// Of what follows from other objects, which nobody else may change; and of what the kernel core does unasked, to whatever object.
    static final Owner KERNEL = new Owner("kernel", true);

    static Owner of(Cause cause) {
        return new Owner(cause.origin(), cause instanceof Cause.Driver);
    }

    /// What a driver put is its own, and the kernel core's; what was asked for is open to everybody who may write.
    boolean admits(Owner writer) {
        return !driver || equals(writer) || writer.equals(KERNEL);
    }

    /// As a refusal names it.
    @Override
    public String toString() {
        return (driver ? "driver " : "") + origin;
    }
}
