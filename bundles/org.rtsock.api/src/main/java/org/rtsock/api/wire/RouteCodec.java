// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;

/// Payload of ROUTE, in messages and in requests.
public final class RouteCodec implements ObjectCodec<Route> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            MessageType.ROUTE,
            List.of(
                    Field.key("table", FieldKind.U32),
                    Field.enumeration("family", FieldWords.FAMILIES).asKey(),
                    Field.key("prefix", FieldKind.PREFIX),
                    Field.key("priority", FieldKind.U32),
                    Field.key("tos", FieldKind.U8).asOptional(),
                    Field.key("source", FieldKind.PREFIX).asOptional(),
                    Field.key("instance", FieldKind.U32).asOptional(),
                    Field.enumeration("protocol", RouteProtocol.WORDS),
                    Field.enumeration("type", FieldWords.ROUTE_TYPES),
                    Field.list(
                            "nexthops",
                            List.of(
                                    Field.of("gateway", FieldKind.ADDRESS).asOptional(),
                                    Field.of("ifl", FieldKind.U32),
                                    Field.of("ifname", FieldKind.TEXT),
                                    Field.of("weight", FieldKind.U16))),
                    Field.enumeration("state", FieldWords.ROUTE_STATES),
                    Field.enumeration("errno", FieldWords.ERRNOS).asOptional()));

    private static final List<RouteState> STATES = List.of(RouteState.values());

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(Route route, FieldWriter out) {
        Route.Key key = route.key();
        out.u32(key.table())
                .u8(key.family().number())
                .prefix(key.prefix())
                .u32(key.priority())
                .u8(key.tos())
                .prefix(key.source())
                .u32(key.instance());
        encode(route.attributes(), out);
    }

    /// Writes the fields of a route as numbers.
    ///
    /// @throws org.rtsock.api.RoutingException EMSGSIZE when it does not fit a frame
    public void encode(RouteRow route, FieldWriter out) {
        out.u32(route.table())
                .u8(route.family().number())
                .u8(route.length())
                .address(route.family(), route.high(), route.low())
                .u32(route.priority())
                .u8(route.tos())
                .prefix(route.source())
                .u32(route.instance());
        encode(route.attributes(), out);
    }

    private static void encode(RouteAttributes attributes, FieldWriter out) {
        List<Nexthop> nexthops = attributes.nexthops();
        out.u8(attributes.protocol()).u8(attributes.kind().number()).u16(nexthops.size());
        for (int i = 0; i < nexthops.size(); i++) {
            Nexthop nexthop = nexthops.get(i);
            out.address(nexthop.gateway()).u32(nexthop.ifl()).text(nexthop.ifname()).u16(nexthop.weight());
        }
        Errno failure = attributes.failure();
        out.u8(attributes.state().ordinal()).u8(failure == null ? 0 : failure.number());
    }

    @Override
    public Route decode(FieldReader in) {
        Route.Key key = decodeKey(in);
        int protocol = in.u8();
        RouteType kind = RouteType.of(in.u8());
        int count = in.u16();
        List<Nexthop> nexthops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nexthops.add(new Nexthop(in.address(), (int) in.u32(), in.text(), in.u16()));
        }
        int state = in.u8();
        if (state >= STATES.size()) {
            throw new RoutingException(Errno.EINVAL, "route state " + state + " is unknown");
        }
        int failure = in.u8();
        return new Route(key, protocol, kind, nexthops, STATES.get(state), failure == 0 ? null : Errno.of(failure));
    }

    private static Route.Key decodeKey(FieldReader in) {
        int table = (int) in.u32();
        Family family = Family.ofNumber(in.u8());
        Prefix prefix = in.requiredPrefix();
        if (prefix.family() != family) {
            throw new RoutingException(Errno.EINVAL, "prefix " + prefix + " is not of family " + family.word());
        }
        int priority = (int) in.u32();
        int tos = in.u8();
        @Nullable Prefix source = in.prefix();
        return new Route.Key(table, prefix, priority, tos, source, (int) in.u32());
    }

    @Override
    public boolean admits(Filter filter, FieldReader in) {
        if (!filter.admitsTable((int) in.u32())) {
            return false;
        }
        Family family = Family.ofNumber(in.u8());
        return filter.admitsFamily(family)
                && admitsPrefix(filter.prefix(), family, in)
                && filter.admitsPriority((int) in.u32())
                && admitsProtocol(filter, in);
    }

    private static boolean admitsPrefix(@Nullable Prefix within, Family family, FieldReader in) {
        int length = in.u8();
        long high = in.addressHigh(family);
        long low = in.addressLow(family);
        return within == null || within.contains(family, high, low, length);
    }

    private static boolean admitsProtocol(Filter filter, FieldReader in) {
        if (filter.protocols().isEmpty()) {
            return true;
        }
        in.u8(); // tos
        in.u8(); // length of the source prefix
        in.skipAddress();
        in.u32(); // instance
        return filter.admitsProtocol(in.u8());
    }
}
