// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import org.rtsock.api.kernel.Transaction;
import org.rtsock.api.message.Route;

/// Numbers for routes that the host holds side by side under one key: the first keeps the key, the others get instances in the order of the
/// dump, in a range that no interface index reaches.
final class Instances {
    private static final int FIRST = 0x4000_0000;

    private Instances() {}

    /// The key of the n-th route beside the one with the plain key.
    ///
    /// @param n 1 and up
    static Route.Key numbered(Route.Key key, int n) {
        return new Route.Key(key.table(), key.prefix(), key.priority(), key.tos(), key.source(), FIRST + n);
    }

    /// Whether more than one route of this key is known, so that an event cannot tell which of them it is about.
    static boolean crowded(Transaction tx, Route.Key key) {
        return tx.get(numbered(key, 1)) != null;
    }
}
