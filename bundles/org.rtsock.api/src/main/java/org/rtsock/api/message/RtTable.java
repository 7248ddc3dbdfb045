// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// Routing table of one family.
///
/// @param id   1 to 2^32 - 1 as an unsigned number; on a mirrored host the host's id (254 main, 255 local)
/// @param name such as `main`
public record RtTable(int id, String name, Family family) implements RoutingObject {
    /// The host's main table.
    public static final int MAIN = 254;
    /// The host's table of its own addresses.
    public static final int LOCAL = 255;

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
