// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.beacon;

import java.util.List;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// Payload of BEACON: `U32 port  U32 id  U64 stamp`.
final class BeaconCodec implements ObjectCodec<ExtensionObject> {
    private final TypeDescriptor descriptor;
    private final Flaw flaw;

    BeaconCodec(MessageType type, Flaw flaw) {
        this.descriptor = new TypeDescriptor(
                type, List.of(Field.key("port", FieldKind.U32), Field.key("id", FieldKind.U32), Field.of("stamp", FieldKind.U64)));
        this.flaw = flaw;
    }

    @Override
    public TypeDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public void encode(ExtensionObject object, FieldWriter out) {
        Beacon beacon = (Beacon) object.body();
        if (flaw == Flaw.CODEC_THROWS_WRITING && beacon.stamp() > 0) {
            throw new IllegalStateException("beacon " + beacon.id() + " cannot be written");
        }
        out.u32(beacon.port()).u32(beacon.id()).u64(beacon.stamp());
    }

    @Override
    public ExtensionObject decode(FieldReader in) {
        Beacon beacon = new Beacon((int) in.u32(), (int) in.u32(), in.u64());
        if (flaw == Flaw.CODEC_THROWS_READING && beacon.stamp() > 0) {
            throw new IllegalStateException("beacon " + beacon.id() + " cannot be read");
        }
        return beacon.object();
    }
}
