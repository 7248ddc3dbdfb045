// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.List;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// The type of a second plug-in, whose objects are parts of those of the first: a tag on a [Label].
record Tag(int tag, int label) implements ExtensionObject.Body {
    static final MessageType TYPE = new MessageType(71, "TAG", "tag", 66, 0);

    @Override
    public RoutingKey parent() {
        return Label.key(label);
    }

    record Codec() implements ObjectCodec<ExtensionObject> {
        private static final TypeDescriptor DESCRIPTOR =
                new TypeDescriptor(TYPE, List.of(Field.key("tag", FieldKind.U32), Field.of("label", FieldKind.U32)));

        @Override
        public TypeDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public void encode(ExtensionObject object, FieldWriter out) {
            Tag tag = (Tag) object.body();
            out.u32(tag.tag).u32(tag.label);
        }

        @Override
        public ExtensionObject decode(FieldReader in) {
            Tag tag = new Tag((int) in.u32(), (int) in.u32());
            return new ExtensionObject(new ExtensionObject.Key(TYPE, tag.tag), tag);
        }
    }
}
