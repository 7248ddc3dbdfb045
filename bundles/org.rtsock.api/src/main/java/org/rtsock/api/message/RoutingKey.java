// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// What tells an object from the others of its type, for as long as it lives. Keys of one type are values with `equals` and `hashCode`.
public sealed interface RoutingKey
        permits Ifd.Key, Ifl.Key, Iff.Key, Ifa.Key, RtTable.Key, Route.Key, Redirect.Key, RtStats.Key, ExtensionObject.Key {
    MessageType type();

    /// The key as refusals and logs name it, such as `route 10.0.0.0/8 priority 0 in table 254`.
    default String text() {
        return KeyText.of(this);
    }
}
