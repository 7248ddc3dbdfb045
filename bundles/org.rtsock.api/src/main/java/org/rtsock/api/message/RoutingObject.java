// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// A piece of routing state. The built-in kinds are these records; a plug-in's kind comes as an [ExtensionObject].
public sealed interface RoutingObject permits Ifd, Ifl, Iff, Ifa, RtTable, Route, Redirect, RtStats, ExtensionObject {
    RoutingKey key();

    default MessageType type() {
        return key().type();
    }
}
