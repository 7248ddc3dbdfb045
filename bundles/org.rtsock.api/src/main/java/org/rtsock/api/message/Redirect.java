// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.message;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// A redirect that is in force (RTM_REDIRECT): a router said that another one is the better way to a destination, and the kernel core made
/// or changed a route accordingly (`rtredirect`). It ends with that route, or when the route is led elsewhere.
///
/// @param gateway  the better router
/// @param author   the router that said so, and that the route led to before
/// @param modified the route was there before and was led elsewhere (RTF_MODIFIED); else it was made (RTF_DYNAMIC). A request leaves it to
///                 the kernel core
public record Redirect(Key key, IpAddress gateway, IpAddress author, boolean modified) implements RoutingObject {
    /// @param table       table id, unsigned
    /// @param destination a host, as a rule
    public record Key(int table, Prefix destination) implements RoutingKey {
        /// @throws RoutingException EINVAL for table 0
        public Key {
            RtTable.requireId(table);
        }

        @Override
        public MessageType type() {
            return MessageType.REDIRECT;
        }
    }

    /// @throws RoutingException EINVAL when families differ
    public Redirect {
        requireFamily(key.destination(), gateway, "gateway");
        requireFamily(key.destination(), author, "author");
    }

    private static void requireFamily(Prefix destination, IpAddress address, String field) {
        if (address.family() != destination.family()) {
            throw new RoutingException(
                    Errno.EINVAL,
                    field + " " + address + " is " + address.family().word() + ", destination " + destination + " is "
                            + destination.family().word());
        }
    }
}
