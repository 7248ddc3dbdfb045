// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

/// What tells an object from the others of its type, for as long as it lives. Keys of one type are values with `equals` and `hashCode`.
public sealed interface RoutingKey
        permits Ifd.Key, Ifl.Key, Iff.Key, Ifa.Key, RtTable.Key, Route.Key, ExtensionObject.Key {
    MessageType type();
}
