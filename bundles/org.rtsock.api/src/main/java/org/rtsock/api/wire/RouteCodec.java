// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteAttributes;
import org.rtsock.api.message.RouteFlag;
import org.rtsock.api.message.RouteMetric;
import org.rtsock.api.message.RouteMetrics;
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
                    Field.enumeration("errno", FieldWords.ERRNOS).asOptional(),
                    Field.list(
                                    "metrics",
                                    List.of(
                                            Field.enumeration("metric", FieldWords.ROUTE_METRICS),
                                            Field.of("value", FieldKind.U64),
                                            Field.of("locked", FieldKind.BOOL)))
                            .asOptional(),
                    Field.list("flags", List.of(Field.enumeration("flag", FieldWords.ROUTE_FLAGS))).asOptional()));

    private static final List<RouteState> STATES = List.of(RouteState.values());
    private static final List<RouteMetric> METRICS = List.of(RouteMetric.values());
    private static final List<RouteFlag> FLAGS = List.of(RouteFlag.values());

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
        // Most routes have neither, and then their payload just ends.
        if (!attributes.metrics().isEmpty() || !attributes.flags().isEmpty()) {
            encode(attributes.metrics(), attributes.flags(), out);
        }
    }

    private static void encode(RouteMetrics metrics, Set<RouteFlag> flags, FieldWriter out) {
        out.u16(metrics.entries().size());
        for (RouteMetrics.Entry entry : metrics.entries()) {
            out.u8(entry.metric().ordinal() + 1).u64(entry.value()).bool(entry.locked());
        }
        out.u16(flags.size());
        for (RouteFlag flag : flags) {
            out.u8(flag.ordinal() + 1);
        }
    }

    @Override
    public Route decode(FieldReader in) {
        return new Route(decodeKey(in), decodeAttributes(in));
    }

    /// All that follows the key.
    static RouteAttributes decodeAttributes(FieldReader in) {
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
        int number = in.u8();
        Errno failure = number == 0 ? null : Errno.of(number);
        RouteMetrics metrics = in.remaining() == 0 ? RouteMetrics.NONE : decodeMetrics(in);
        Set<RouteFlag> flags = in.remaining() == 0 ? Set.of() : decodeFlags(in);
        return new RouteAttributes(protocol, kind, nexthops, STATES.get(state), failure, metrics, flags);
    }

    private static RouteMetrics decodeMetrics(FieldReader in) {
        List<RouteMetrics.Entry> entries = new ArrayList<>();
        for (int count = in.u16(); count > 0; count--) {
            entries.add(new RouteMetrics.Entry(oneOf(METRICS, in.u8(), "route metric"), in.u64(), in.bool()));
        }
        return entries.isEmpty() ? RouteMetrics.NONE : new RouteMetrics(entries);
    }

    private static Set<RouteFlag> decodeFlags(FieldReader in) {
        Set<RouteFlag> flags = EnumSet.noneOf(RouteFlag.class);
        for (int count = in.u16(); count > 0; count--) {
            flags.add(oneOf(FLAGS, in.u8(), "route flag"));
        }
        return flags;
    }

    /// @param number from 1
    private static <E> E oneOf(List<E> values, int number, String what) {
        if (number < 1 || number > values.size()) {
            throw new RoutingException(Errno.EINVAL, what + " " + number + " is unknown");
        }
        return values.get(number - 1);
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
