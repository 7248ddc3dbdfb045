// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Prefix;

/// Which objects of the types it asked for a listener wants. It works alike on snapshot and stream, where the records are kept.
///
/// A condition only concerns objects that have such a field: a table filter does not hide interfaces.
///
/// @param table  table id of tables and routes, 0 for all
/// @param family of families, addresses, tables and routes, null for both
/// @param prefix routes to this prefix or a part of it, null for all
public record Filter(int table, @Nullable Family family, @Nullable Prefix prefix) {
    public static final Filter NONE = new Filter(0, null, null);

    public boolean admitsTable(int id) {
        return table == 0 || table == id;
    }

    public boolean admitsFamily(Family other) {
        return family == null || family == other;
    }

    public boolean admitsPrefix(Prefix other) {
        return prefix == null || prefix.contains(other);
    }

    /// Encoded as U32 table, U8 family (0 for both), PREFIX.
    public void write(FieldWriter out) {
        out.u32(table).u8(family == null ? 0 : family.number()).prefix(prefix);
    }

    /// @throws org.rtsock.api.RoutingException EINVAL or EAFNOSUPPORT naming the field
    public static Filter read(FieldReader in) {
        int table = (int) in.u32();
        int family = in.u8();
        return new Filter(table, family == 0 ? null : Family.ofNumber(family), in.prefix());
    }
}
