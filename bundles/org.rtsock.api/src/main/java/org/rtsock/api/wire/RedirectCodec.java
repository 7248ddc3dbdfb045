// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.wire;

import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Redirect;

/// Payload of REDIRECT.
public final class RedirectCodec implements ObjectCodec<Redirect> {
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            MessageType.REDIRECT,
            List.of(
                    Field.key("table", FieldKind.U32),
                    Field.enumeration("family", FieldWords.FAMILIES).asKey(),
                    Field.key("destination", FieldKind.PREFIX),
                    Field.of("gateway", FieldKind.ADDRESS),
                    Field.of("author", FieldKind.ADDRESS),
                    Field.of("modified", FieldKind.BOOL)));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(Redirect redirect, FieldWriter out) {
        Prefix destination = redirect.key().destination();
        out.u32(redirect.key().table())
                .u8(destination.family().number())
                .prefix(destination)
                .address(redirect.gateway())
                .address(redirect.author())
                .bool(redirect.modified());
    }

    @Override
    public Redirect decode(FieldReader in) {
        int table = (int) in.u32();
        Family family = Family.ofNumber(in.u8());
        Prefix destination = in.requiredPrefix();
        if (destination.family() != family) {
            throw new RoutingException(Errno.EINVAL, "destination " + destination + " is not of family " + family.word());
        }
        return new Redirect(
                new Redirect.Key(table, destination), in.requiredAddress(), in.requiredAddress(), in.bool());
    }

    @Override
    public boolean admits(Filter filter, FieldReader in) {
        if (!filter.admitsTable((int) in.u32()) || !filter.admitsFamily(Family.ofNumber(in.u8()))) {
            return false;
        }
        Prefix within = filter.prefix();
        return within == null || within.contains(in.requiredPrefix());
    }
}
