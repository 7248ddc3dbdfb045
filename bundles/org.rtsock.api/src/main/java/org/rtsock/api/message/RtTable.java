// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// Routing table of one family.
///
/// @param id   1 to 2^32 - 1 as an unsigned number; on a mirrored host the host's id (254 main, 255 local)
/// @param name such as `main`
public record RtTable(int id, String name, Family family) implements RoutingObject {
    /// The host's main table.
    public static final int MAIN = 254;
    /// The host's table of its own addresses.
    public static final int LOCAL = 255;

    /// Checks a table id.
    ///
    /// @throws RoutingException EINVAL for 0
    public static void requireId(int id) {
        if (id == 0) {
            throw new RoutingException(Errno.EINVAL, "table 0 is not 1 to 4294967295");
        }
    }

    public record Key(int id, Family family) implements RoutingKey {
        @Override
        public MessageType type() {
            return MessageType.RTTABLE;
        }
    }

    @Override
    public Key key() {
        return new Key(id, family);
    }
}
