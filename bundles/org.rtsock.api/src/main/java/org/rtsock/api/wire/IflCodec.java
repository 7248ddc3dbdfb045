// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.List;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;

/// Payload of IFLOGICAL.
public final class IflCodec implements ObjectCodec<Ifl> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            MessageType.IFLOGICAL,
            List.of(
                    Field.key("index", FieldKind.U32),
                    Field.of("name", FieldKind.TEXT),
                    Field.of("ifd", FieldKind.U32),
                    Field.of("unit", FieldKind.U32),
                    Field.of("up", FieldKind.BOOL)));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(Ifl ifl, FieldWriter out) {
        out.u32(ifl.index()).text(ifl.name()).u32(ifl.ifd()).u32(ifl.unit()).bool(ifl.up());
    }

    @Override
    public Ifl decode(FieldReader in) {
        return new Ifl((int) in.u32(), in.text(), (int) in.u32(), (int) in.u32(), in.bool());
    }
}
