// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.RouteProtocol;

/// Which objects of the types it asked for a listener wants. It works alike on snapshot and stream, where the records are kept.
///
/// A condition only concerns objects that have such a field: a table filter does not hide interfaces. What a filter asks for never changes
/// during an object's life, so an object is visible for the whole of it or not at all.
///
/// @param table     table id of tables, routes, redirects and counters, 0 for all
/// @param family    of families, addresses, tables, routes, redirects and counters, null for both
/// @param prefix    routes to, and redirects of, this prefix or a part of it, null for all
/// @param protocols of routes and counters, 0 to 255 each, see [org.rtsock.api.message.RouteProtocol]; empty for all
/// @param priority  routes with this priority or a more preferred one, unsigned; [#ANY_PRIORITY] for all
public record Filter(
        int table, @Nullable Family family, @Nullable Prefix prefix, Set<Integer> protocols, int priority) {
    /// The largest unsigned number.
    public static final int ANY_PRIORITY = -1;

    /// Boxed once, because a filter looks at every record.
    private static final List<Integer> NUMBERS = IntStream.range(0, 256).boxed().toList();

    public static final Filter NONE = new Filter(0, null, null, Set.of(), ANY_PRIORITY);

    /// @throws RoutingException EINVAL for a protocol outside 0 to 255
    public Filter {
        protocols = Set.copyOf(protocols);
        protocols.forEach(RouteProtocol::require);
    }

    /// A filter by where objects are, for any protocol and priority.
    public static Filter of(int table, @Nullable Family family, @Nullable Prefix prefix) {
        return new Filter(table, family, prefix, Set.of(), ANY_PRIORITY);
    }

    public boolean admitsTable(int id) {
        return table == 0 || table == id;
    }

    public boolean admitsFamily(Family other) {
        return family == null || family == other;
    }

    /// @param protocol 0 to 255
    public boolean admitsProtocol(int protocol) {
        return protocols.isEmpty() || protocols.contains(NUMBERS.get(protocol));
    }

    public boolean admitsPriority(int other) {
        return Integer.compareUnsigned(other, priority) <= 0;
    }

    /// Encoded as U32 table, U8 family (0 for both), PREFIX, LIST of U8 protocols, U32 priority.
    public void write(FieldWriter out) {
        out.u32(table).u8(family == null ? 0 : family.number()).prefix(prefix).u16(protocols.size());
        protocols.stream().sorted().forEach(out::u8);
        out.u32(priority);
    }

    /// @throws RoutingException EINVAL or EAFNOSUPPORT naming the field
    public static Filter read(FieldReader in) {
        int table = (int) in.u32();
        int family = in.u8();
        Prefix prefix = in.prefix();
        Set<Integer> protocols = new HashSet<>();
        for (int count = in.u16(); count > 0; count--) {
            protocols.add(in.u8());
        }
        return new Filter(table, family == 0 ? null : Family.ofNumber(family), prefix, protocols, (int) in.u32());
    }
}
