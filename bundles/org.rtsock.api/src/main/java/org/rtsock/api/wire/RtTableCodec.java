// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.List;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RtTable;

/// Payload of RTTABLE.
public final class RtTableCodec implements ObjectCodec<RtTable> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            MessageType.RTTABLE,
            List.of(
                    Field.key("id", FieldKind.U32),
                    Field.of("name", FieldKind.TEXT),
                    Field.enumeration("family", FieldWords.FAMILIES).asKey()));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(RtTable table, FieldWriter out) {
        out.u32(table.id()).text(table.name()).u8(table.family().number());
    }

    @Override
    public RtTable decode(FieldReader in) {
        return new RtTable((int) in.u32(), in.text(), Family.ofNumber(in.u8()));
    }

    @Override
    public boolean admits(Filter filter, FieldReader in) {
        boolean table = filter.admitsTable((int) in.u32());
        in.skipText();
        return table && filter.admitsFamily(Family.ofNumber(in.u8()));
    }
}
