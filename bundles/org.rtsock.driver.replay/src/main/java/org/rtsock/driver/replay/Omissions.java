// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// What a person may leave out of a script, beside what the descriptor of a type calls optional: fields of the built-in types that nearly
/// always have the same value.
final class Omissions {
    private static final Map<String, Object> VALUES = Map.of(
            "ifd.mac", FieldForm.NONE,
            "ifd.kind", "ether",
            "ifl.unit", 0L,
            "route.priority", 0L,
            "route.protocol", RouteProtocol.STATIC,
            "route.type", RouteType.UNICAST.number(),
            "route.nexthops", List.of(),
            "route.nexthops.ifname", "",
            "route.nexthops.weight", 1L,
            // A script stands for a host, whose routes are in its forwarding table.
            "route.state", RouteState.PROGRAMMED.ordinal());

    private Omissions() {}

    /// @param path word of the type and names of the fields, joined by dots
    /// @return null when it has to be said
    static @Nullable Object of(String path) {
        return VALUES.get(path);
    }
}
