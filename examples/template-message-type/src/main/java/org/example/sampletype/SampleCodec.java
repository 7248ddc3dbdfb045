// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import java.util.List;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// CHANGE: payload of SAMPLE, little endian, without gaps; the same fields in the same order here, in the descriptor, in `encode` and in
/// `decode`:
///
/// ```
///   ADDRESS address   U32 weight
/// ```
///
/// Once it is in use, new fields go to the end, are optional in the descriptor, and `decode` does without them when nothing remains.
final class SampleCodec implements ObjectCodec<ExtensionObject> {
    /// Names in JSON and columns, for readers that do not have this class.
    private static final TypeDescriptor DESCRIPTOR =
            new TypeDescriptor(Sample.TYPE, List.of(Field.key("address", FieldKind.ADDRESS), Field.of("weight", FieldKind.U32)));

    @Override
    public TypeDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void encode(ExtensionObject object, FieldWriter out) {
        if (!(object.body() instanceof Sample value)) {
            throw new RoutingException(Errno.EINVAL, object.key().text() + " is a " + object.body().getClass());
        }
        out.address(value.address()).u32(value.weight());
    }

    @Override
    public ExtensionObject decode(FieldReader in) {
        return new Sample(in.requiredAddress(), (int) in.u32()).object();
    }

    /// CHANGE: which filters concern your type. Look only at fields that stay the same while an object lives, such as those of its key.
    @Override
    public boolean admits(Filter filter, FieldReader in) {
        IpAddress address = in.requiredAddress();
        return filter.admitsFamily(address.family())
                && (filter.prefix() == null || filter.prefix().contains(address));
    }
}
