// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.wire.Field;
import org.rtsock.api.wire.FieldKind;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;
import org.rtsock.journal.JournalBounds;
import org.rtsock.journal.JournalReporter;

/// An object of a plug-in's type, whose codec throws where a test wants it to.
record Lamp(int watts) implements ExtensionObject.Body {
    static final MessageType TYPE = new MessageType(64, "LAMP", "lamp", 65, 0x100);

    /// Where a codec throws.
    enum Fault {
        NONE,
        ENCODE,
        DECODE,
        ADMITS
    }

    static ExtensionObject of(String name, int watts) {
        return new ExtensionObject(new ExtensionObject.Key(TYPE, name), new Lamp(watts));
    }

    static final class Codec implements ObjectCodec<ExtensionObject> {
        final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
        private final TypeDescriptor descriptor;

        Codec(MessageType type) {
            descriptor = new TypeDescriptor(
                    type,
                    List.of(Field.key("name", FieldKind.TEXT), Field.of("watts", FieldKind.U16)));
        }

        @Override
        public TypeDescriptor descriptor() {
            return descriptor;
        }

        @Override
        public void encode(ExtensionObject object, FieldWriter out) {
            check(Fault.ENCODE);
            out.text(object.key().id().toString()).u16(((Lamp) object.body()).watts());
        }

        @Override
        public ExtensionObject decode(FieldReader in) {
            check(Fault.DECODE);
            return Lamp.of(in.text(), in.u16());
        }

        @Override
        public boolean admits(Filter filter, FieldReader in) {
            check(Fault.ADMITS);
            return true;
        }

        private void check(Fault here) {
            if (fault.get() == here) {
                throw new IllegalStateException("a fault in " + here);
            }
        }
    }

    static final class LampReporter extends JournalReporter<ExtensionObject> {
        final Codec codec;

        LampReporter(Kernel kernel, Codec codec) {
            super(ExtensionObject.class, codec, new JournalBounds(100, 1000, 1 << 20));
            this.codec = codec;
            attach(kernel);
        }

        static LampReporter of(Kernel kernel, MessageType type) {
            return new LampReporter(kernel, new Codec(type));
        }
    }
}
