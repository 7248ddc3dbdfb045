// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// Interface device: a physical port, or whatever link of the host stands for one.
///
/// @param index   positive, unique; on a mirrored host the interface index
/// @param name    such as `eth0`
/// @param mtu     bytes
/// @param up      administratively up
/// @param running has carrier
/// @param kind    what the device is: `ether`, `loopback`, `veth`, `bridge`...
public record Ifd(int index, String name, MacAddress mac, int mtu, boolean up, boolean running, String kind)
        implements RoutingObject {
    public record Key(int index) implements RoutingKey {
        @Override
        public MessageType type() {
            return MessageType.IFDEV;
        }
    }

    @Override
    public Key key() {
        return new Key(index);
    }
}
