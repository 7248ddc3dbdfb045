// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.replay;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingKey;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A plug-in's type that the driver never heard of: a label on a logical interface.
///
/// @param life which version of the plug-in made it
record Label(int label, int ifl, int life) implements ExtensionObject.Body {
    static final MessageType TYPE = new MessageType(70, "LABEL", "label", 65, 0);

    static ExtensionObject.Key key(int label) {
        return new ExtensionObject.Key(TYPE, label);
    }

    @Override
    public @Nullable RoutingKey parent() {
        return new Ifl.Key(ifl);
    }

    /// A bad plug-in's: it cannot be looked up.
    private static final class Unequalled {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new AssertionError("equals is not written yet");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode is not written yet");
        }
    }

    /// The codec of one version of the plug-in, which takes no objects of another.
    record Codec(int life) implements ObjectCodec<ExtensionObject> {
        private static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
                TYPE,
                List.of(
                        Field.key("label", FieldKind.U32),
                        Field.of("ifl", FieldKind.U32),
                        Field.enumeration("action", Map.of(1, "pop", 2, "swap"))));

        @Override
        public TypeDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public void encode(ExtensionObject object, FieldWriter out) {
            Label label = (Label) object.body();
            if (label.life != life) {
                throw new ClassCastException("a label of version " + label.life);
            }
            out.u32(label.label).u32(label.ifl).u8(1);
        }

        @Override
        public ExtensionObject decode(FieldReader in) {
            int number = (int) in.u32();
            int ifl = (int) in.u32();
            if (number == 13) {
                throw new IllegalStateException("a label that brings bad luck");
            }
            ExtensionObject.Key key = number == 14 ? new ExtensionObject.Key(TYPE, new Unequalled()) : key(number);
            return new ExtensionObject(key, new Label(number, ifl, life));
        }
    }
}
