// SPDX-License-Identifier: Apache-2.0
package org.rtsock.client;

import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Iff;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.Redirect;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtStats;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RedirectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtStatsCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.api.wire.TypeDescriptor;

/// How the objects that a request can be about are written.
final class ObjectCodecs {
    private ObjectCodecs() {}

    /// Writes the fields of an object.
    ///
    /// @return the type whose fields they are
    /// @throws RoutingException EOPNOTSUPP for a plug-in's object
    static TypeDescriptor encode(RoutingObject object, FieldWriter out) {
        return switch (object) {
            case Route route -> encode(new RouteCodec(), route, out);
            case RtTable table -> encode(new RtTableCodec(), table, out);
            case Redirect redirect -> encode(new RedirectCodec(), redirect, out);
            case RtStats stats -> encode(new RtStatsCodec(), stats, out);
            case Ifd ifd -> encode(new IfdCodec(), ifd, out);
            case Ifl ifl -> encode(new IflCodec(), ifl, out);
            case Iff iff -> encode(new IffCodec(), iff, out);
            case Ifa ifa -> encode(new IfaCodec(), ifa, out);
            case ExtensionObject extension -> throw new RoutingException(
                    Errno.EOPNOTSUPP, "message type " + extension.type().name() + " takes no requests");
        };
    }

    private static <T extends RoutingObject> TypeDescriptor encode(ObjectCodec<T> codec, T object, FieldWriter out) {
        codec.encode(object, out);
        return codec.descriptor();
    }
}
