// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// Logical interface: a unit on an interface device. Next hops and addresses belong to these.
///
/// @param index positive, unique; on a mirrored host the interface index, for unit 0 the same number as its device's
/// @param name  such as `eth0.0`; the name of a host's VLAN link as the host has it
/// @param ifd   index of its device
/// @param unit  0 untagged, else most often the VLAN id
public record Ifl(int index, String name, int ifd, int unit, boolean up) implements RoutingObject {
    public record Key(int index) implements RoutingKey {
        @Override
        public MessageType type() {
            return MessageType.IFLOGICAL;
        }
    }

    @Override
    public Key key() {
        return new Key(index);
    }
}
