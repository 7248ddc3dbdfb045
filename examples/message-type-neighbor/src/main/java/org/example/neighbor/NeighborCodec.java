// SPDX-License-Identifier: Apache-2.0
package org.example.neighbor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// Payload of NEIGHBOR, little endian, without gaps:
///
/// ```
///   U32 ifl   U8 family   ADDRESS address   MAC mac   U8 state   BOOL router   BOOL learned
/// ```
public final class NeighborCodec implements ObjectCodec<ExtensionObject> {
    private static final Map<Integer, String> FAMILIES =
            Arrays.stream(Family.values()).collect(Collectors.toUnmodifiableMap(Family::number, Family::word));

    /// The same, told to those who do not have this class: names in JSON and columns, keys, words.
    private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            Neighbor.TYPE,
            List.of(
                    Field.key("ifl", FieldKind.U32),
                    Field.enumeration("family", FAMILIES),
                    Field.key("address", FieldKind.ADDRESS),
                    Field.of("mac", FieldKind.MAC).asOptional(),
                    Field.enumeration("state", NeighborState.WORDS),
                    Field.of("router", FieldKind.BOOL).asOptional(),
                    Field.of("learned", FieldKind.BOOL).asOptional()));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(ExtensionObject object, FieldWriter out) {
        if (!(object.body() instanceof Neighbor neighbor)) {
            throw new RoutingException(Errno.EINVAL, object.key().text() + " is a " + object.body().getClass() + ", not a neighbor");
        }
        out.u32(neighbor.ifl())
                .u8(neighbor.address().family().number())
                .address(neighbor.address())
                .mac(neighbor.mac())
                .u8(neighbor.state().number())
                .bool(neighbor.router())
                .bool(neighbor.learned());
    }

    @Override
    public ExtensionObject decode(FieldReader in) {
        int ifl = (int) in.u32();
        IpAddress address = address(Family.ofNumber(in.u8()), in);
        return new Neighbor(ifl, address, in.mac(), NeighborState.of(in.u8()), optional(in), optional(in)).object();
    }

    /// Optional fields at the end may be missing.
    private static boolean optional(FieldReader in) {
        return in.remaining() > 0 && in.bool();
    }

    /// A filter by family, or by prefix: neighbors inside it. Both are told by the key, so they never change while a neighbor lives.
    @Override
    public boolean admits(Filter filter, FieldReader in) {
        in.u32();
        Family family = Family.ofNumber(in.u8());
        return filter.admitsFamily(family)
                && (filter.prefix() == null || filter.prefix().contains(address(family, in)));
    }

    private static IpAddress address(Family family, FieldReader in) {
        return new IpAddress(family, in.addressHigh(family), in.addressLow(family));
    }
}
