// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.List;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.MessageType;

/// Payload of IFFAMILY.
public final class IffCodec implements ObjectCodec<Iff> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            MessageType.IFFAMILY,
            List.of(
                    Field.key("ifl", FieldKind.U32),
                    Field.enumeration("family", FieldWords.FAMILIES).asKey(),
                    Field.of("mtu", FieldKind.U32)));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(Iff iff, FieldWriter out) {
        out.u32(iff.ifl()).u8(iff.family().number()).u32(iff.mtu());
    }

    @Override
    public Iff decode(FieldReader in) {
        return new Iff((int) in.u32(), Family.ofNumber(in.u8()), (int) in.u32());
    }

    @Override
    public boolean admits(Filter filter, FieldReader in) {
        in.u32();
        return filter.admitsFamily(Family.ofNumber(in.u8()));
    }
}
