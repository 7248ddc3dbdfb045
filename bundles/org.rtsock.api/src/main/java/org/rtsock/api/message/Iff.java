// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// Interface family: a protocol family that a logical interface speaks.
///
/// @param ifl index of the logical interface
/// @param mtu bytes, for packets of this family
public record Iff(int ifl, Family family, int mtu) implements RoutingObject {
    public record Key(int ifl, Family family) implements RoutingKey {
        @Override
        public MessageType type() {
            return MessageType.IFFAMILY;
        }
    }

    @Override
    public Key key() {
        return new Key(ifl, family);
    }
}
