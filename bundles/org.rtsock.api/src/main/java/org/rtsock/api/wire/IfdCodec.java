// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.List;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.MessageType;

/// Payload of IFDEV.
public final class IfdCodec implements ObjectCodec<Ifd> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            MessageType.IFDEV,
            List.of(
                    Field.key("index", FieldKind.U32),
                    Field.of("name", FieldKind.TEXT),
                    Field.of("mac", FieldKind.MAC),
                    Field.of("mtu", FieldKind.U32),
                    Field.of("up", FieldKind.BOOL),
                    Field.of("running", FieldKind.BOOL),
                    Field.of("kind", FieldKind.TEXT)));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(Ifd ifd, FieldWriter out) {
        out.u32(ifd.index())
                .text(ifd.name())
                .mac(ifd.mac())
                .u32(ifd.mtu())
                .bool(ifd.up())
                .bool(ifd.running())
                .text(ifd.kind());
    }

    @Override
    public Ifd decode(FieldReader in) {
        return new Ifd((int) in.u32(), in.text(), in.mac(), (int) in.u32(), in.bool(), in.bool(), in.text());
    }
}
