// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.beacon;

import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;

/// Something that a port hears of its neighbor now and then.
///
/// @param port  index of the ifd that it is a part of
/// @param stamp counts
public record Beacon(int port, int id, long stamp) implements ExtensionObject.Body {
    static final MessageType TYPE = new MessageType(100, "BEACON", "beacon", 15, 0);

    /// What tells beacons apart.
    record Id(int port, int id) {}

    ExtensionObject object() {
        return new ExtensionObject(key(port, id), this);
    }

    static ExtensionObject.Key key(int port, int id) {
        return new ExtensionObject.Key(TYPE, new Id(port, id));
    }

    @Override
    public RoutingKey parent() {
        return new Ifd.Key(port);
    }
}
