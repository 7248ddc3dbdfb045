// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.driver.HostMirror;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Route;

/// Something that the host said has happened.
sealed interface HostEvent {
    /// A link that is new or was touched.
    record LinkSeen(HostLink link) implements HostEvent {}

    /// A link that went, or left this namespace.
    record LinkGone(int index) implements HostEvent {}

    record AddressSeen(Ifa address) implements HostEvent {}

    record AddressGone(Ifa address) implements HostEvent {}

    /// @param flags NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE, NLM_F_APPEND: what the host did to make the route
    record RouteSeen(Route route, int flags) implements HostEvent {}

    record RouteGone(Route route) implements HostEvent {}

    /// A nexthop object was changed, and routes that use it with it.
    record NexthopChanged() implements HostEvent {}

    /// A nexthop object went. IPv4 routes that used it went with it, without a word.
    record NexthopGone() implements HostEvent {}

    /// What a mirror of another bundle saw.
    record Sighted(PluginMirror mirror, HostMirror.Sighting sighting) implements HostEvent {}

    /// Reads the present message.
    ///
    /// @return null when it tells nothing that is mirrored
    /// @throws org.rtsock.api.RoutingException EINVAL when the message is not whole
    static @Nullable HostEvent decode(NetlinkMessages message) {
        ByteBuffer bytes = message.bytes();
        int start = message.start();
        int end = message.end();
        return switch (message.type()) {
            case Rtnetlink.RTM_NEWLINK -> event(LinkDecoder.decode(bytes, start, end), LinkSeen::new);
            case Rtnetlink.RTM_DELLINK -> event(LinkDecoder.decodeIndex(bytes, start, end), LinkGone::new);
            case Rtnetlink.RTM_NEWADDR -> event(AddressDecoder.decode(bytes, start, end), AddressSeen::new);
            case Rtnetlink.RTM_DELADDR -> event(AddressDecoder.decode(bytes, start, end), AddressGone::new);
            case Rtnetlink.RTM_NEWROUTE ->
                event(RouteDecoder.decode(bytes, start, end), route -> new RouteSeen(route, message.flags()));
            case Rtnetlink.RTM_DELROUTE -> event(RouteDecoder.decode(bytes, start, end), RouteGone::new);
            // No route uses an object that has just been made.
            case Rtnetlink.RTM_NEWNEXTHOP -> (message.flags() & Rtnetlink.NLM_F_EXCL) != 0 ? null : new NexthopChanged();
            case Rtnetlink.RTM_DELNEXTHOP -> new NexthopGone();
            default -> null;
        };
    }

    private static <T> @Nullable HostEvent event(@Nullable T decoded, Function<T, HostEvent> kind) {
        return decoded == null ? null : kind.apply(decoded);
    }
}
