// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// A reporter as the switch knows it. What it says of its type is asked once, when it comes: a codec is anybody's work, and must not be
/// able to throw where all types are listed.
final class ListedReporter {
    private final Reporter reporter;
    private final ObjectCodec<?> codec;
    private final TypeDescriptor descriptor;

    private ListedReporter(Reporter reporter, ObjectCodec<?> codec, TypeDescriptor descriptor) {
        this.reporter = reporter;
        this.codec = codec;
        this.descriptor = descriptor;
    }

    /// @throws RoutingException EINVAL for a type that cannot be one, or that no client could read
    static ListedReporter of(Reporter reporter) {
        ObjectCodec<?> codec = reporter.codec();
        TypeDescriptor descriptor = codec.descriptor();
        checkNumber(descriptor.type());
        checkBuiltIn(descriptor.type());
        checkReadable(descriptor);
        return new ListedReporter(reporter, codec, descriptor);
    }

    /// Stands for a reporter that a socket has left and of which it is yet to be told to forget what it holds.
    static ListedReporter farewell(ListedReporter gone) {
        if (gone.isFarewell()) {
            return gone;
        }
        Farewell farewell = new Farewell(gone.descriptor);
        return new ListedReporter(farewell, farewell, gone.descriptor);
    }

    private static void checkNumber(MessageType type) {
        boolean known = MessageType.BUILT_IN.contains(type) && !type.equals(MessageType.NOP);
        if (!known && !type.isPlugin()) {
            throw new RoutingException(
                    Errno.EINVAL,
                    "message type number " + type.number() + " of " + type.word() + " is less than " + MessageType.FIRST_PLUGIN
                            + ", the first of plug-ins");
        }
    }

    /// What Rtsock calls its own types is theirs, also while no reporter of them is there: clients know them by it.
    private static void checkBuiltIn(MessageType type) {
        if (!type.isPlugin()) {
            return;
        }
        for (MessageType builtIn : MessageType.BUILT_IN) {
            String taken = taken(type, builtIn);
            if (taken != null) {
                throw new RoutingException(
                        Errno.EINVAL,
                        taken + " of message type " + type.name() + " (number " + type.number() + ") is that of " + builtIn.name()
                                + ", which is Rtsock's own");
            }
        }
    }

    /// What two types have in common and only one may have, null for nothing.
    private static @Nullable String taken(MessageType type, MessageType other) {
        if (type.number() == other.number()) {
            return "number " + type.number();
        }
        if (type.name().equals(other.name())) {
            return "name " + type.name();
        }
        if (type.word().equals(other.word())) {
            return "word " + type.word();
        }
        int flags = type.flag() & other.flag();
        return flags == 0 ? null : "flag 0x" + Integer.toHexString(flags);
    }

    /// As a client reads it. Only then can one that was built before the type existed show its objects.
    private static void checkReadable(TypeDescriptor descriptor) {
        FieldWriter out = new FieldWriter();
        descriptor.write(out);
        ByteBuffer bytes = ByteBuffer.allocate(out.length()).order(Frame.ORDER);
        out.copyTo(bytes, 0);
        TypeDescriptor read = TypeDescriptor.read(new FieldReader().reset(bytes, 0, out.length()));
        if (!read.equals(descriptor)) {
            throw new RoutingException(Errno.EINVAL, "descriptor " + descriptor + " is read by clients as " + read);
        }
    }

    Reporter reporter() {
        return reporter;
    }

    ObjectCodec<?> codec() {
        return codec;
    }

    TypeDescriptor descriptor() {
        return descriptor;
    }

    MessageType type() {
        return descriptor.type();
    }

    boolean isFarewell() {
        return reporter instanceof Farewell;
    }

    /// Whether the two cannot both have their type.
    boolean clashesWith(ListedReporter other) {
        return taken(type(), other.type()) != null;
    }

    @Override
    public String toString() {
        return type().name() + " (number " + type().number() + ", word " + type().word() + ") of reporter " + PlugIn.describe(reporter);
    }
}
