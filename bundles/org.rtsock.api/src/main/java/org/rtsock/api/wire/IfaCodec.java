// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.List;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.MessageType;

/// Payload of IFADDR.
public final class IfaCodec implements ObjectCodec<Ifa> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            MessageType.IFADDR,
            List.of(
                    Field.key("ifl", FieldKind.U32),
                    Field.enumeration("family", FieldWords.FAMILIES),
                    Field.key("local", FieldKind.ADDRESS),
                    Field.key("prefix", FieldKind.PREFIX),
                    Field.of("broadcast", FieldKind.ADDRESS).asOptional(),
                    Field.of("peer", FieldKind.ADDRESS).asOptional()));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(Ifa ifa, FieldWriter out) {
        out.u32(ifa.ifl())
                .u8(ifa.family().number())
                .address(ifa.local())
                .prefix(ifa.prefix())
                .address(ifa.broadcast())
                .address(ifa.peer());
    }

    @Override
    public Ifa decode(FieldReader in) {
        int ifl = (int) in.u32();
        Family.ofNumber(in.u8());
        return new Ifa(ifl, in.requiredAddress(), in.requiredPrefix(), in.address(), in.address());
    }

    @Override
    public boolean admits(Filter filter, FieldReader in) {
        in.u32();
        return filter.admitsFamily(Family.ofNumber(in.u8()));
    }
}
