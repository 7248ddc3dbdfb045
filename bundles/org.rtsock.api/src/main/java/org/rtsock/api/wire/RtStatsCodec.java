// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.ArrayList;
import java.util.List;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtStats.Counter;
import org.rtsock.api.message.RtStats.Counts;

/// Payload of RTSTATS.
public final class RtStatsCodec implements ObjectCodec<RtStats> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(MessageType.RTSTATS, fields());

    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>(List.of(
                Field.key("table", FieldKind.U32),
                Field.enumeration("family", FieldWords.FAMILIES).asKey(),
                Field.enumeration("protocol", RouteProtocol.WORDS).asKey(),
                Field.of("routes", FieldKind.U64)));
        for (Counter counter : Counter.values()) {
            fields.add(Field.of(counter.word(), FieldKind.U64));
        }
        return fields;
    }

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(RtStats stats, FieldWriter out) {
        RtStats.Key key = stats.key();
        out.u32(key.table()).u8(key.family().number()).u8(key.protocol()).u64(stats.routes());
        for (Counter counter : Counter.values()) {
            out.u64(stats.count(counter));
        }
    }

    @Override
    public RtStats decode(FieldReader in) {
        RtStats.Key key = new RtStats.Key((int) in.u32(), Family.ofNumber(in.u8()), in.u8());
        long routes = in.u64();
        long[] counts = new long[Counter.values().length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.u64();
        }
        return new RtStats(key, routes, Counts.of(counts));
    }

    @Override
    public boolean admits(Filter filter, FieldReader in) {
        return filter.admitsTable((int) in.u32())
                && filter.admitsFamily(Family.ofNumber(in.u8()))
                && filter.admitsProtocol(in.u8());
    }
}
